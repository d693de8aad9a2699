namespace Braid.Sessions.Rings;

/// <summary>Where a <see cref="RingReader"/> moves what it reads.</summary>
internal interface IRingTrace
{
    /// <summary>Room for what is read of a sub-buffer of any ring of the program.</summary>
    byte[] Buffer { get; }

    /// <summary>The trace, made when first asked for, with all events that a committed record can have described in its metadata.</summary>
    DomainTrace PrepareTrace();
}
