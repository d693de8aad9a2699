namespace Braid.Ctf.Schema;

/// <summary>The versions of the Common Trace Format.</summary>
public enum CtfVersion
{
    /// <summary>CTF 1.8: metadata in TSDL.</summary>
    Ctf18,

    /// <summary>CTF 2: metadata in JSON fragments.</summary>
    Ctf2,
}
