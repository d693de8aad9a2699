namespace Braid.Ctf.Schema;

/// <summary>Bytes that CTF does not interpret (CTF 2): a fixed number, or as many as an earlier field says; byte-aligned.</summary>
public sealed class BlobFieldClass : FieldClass
{
    /// <summary>Makes a class of <paramref name="length"/> bytes.</summary>
    public BlobFieldClass(ulong length) => Length = length;

    /// <summary>Makes a class of as many bytes as the field at <paramref name="lengthLocation"/> says.</summary>
    public BlobFieldClass(FieldLocation lengthLocation) => LengthLocation = lengthLocation;

    /// <inheritdoc/>
    public override int Alignment => 8;

    /// <summary>Length in bytes when <see cref="LengthLocation"/> is null.</summary>
    public ulong Length { get; }

    /// <summary>Where the length in bytes stands; null for a static length.</summary>
    public FieldLocation? LengthLocation { get; }

    /// <summary>The IANA media type; the metadata's default is <c>application/octet-stream</c>.</summary>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>What the field means to a decoder: a uuid may be a blob of 16 bytes.</summary>
    public FieldRoles Roles { get; init; }
}
