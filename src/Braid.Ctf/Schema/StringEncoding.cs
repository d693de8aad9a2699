namespace Braid.Ctf.Schema;

/// <summary>How the characters of a string are encoded.</summary>
public enum StringEncoding
{
    /// <summary>UTF-8; CTF 1.8 <c>UTF8</c> and <c>ASCII</c>.</summary>
    Utf8,

    /// <summary>UTF-16, most significant byte first (CTF 2).</summary>
    Utf16BigEndian,

    /// <summary>UTF-16, least significant byte first (CTF 2).</summary>
    Utf16LittleEndian,

    /// <summary>UTF-32, most significant byte first (CTF 2).</summary>
    Utf32BigEndian,

    /// <summary>UTF-32, least significant byte first (CTF 2).</summary>
    Utf32LittleEndian,
}
