namespace Braid.Ctf;

/// <summary>A trace breaks the format. The message names the file, the place in it and what was expected there.</summary>
public sealed class CtfException : Exception
{
    /// <summary>A fault in <paramref name="file"/> at <paramref name="place"/>, for example <c>3:14</c> or <c>byte 4096</c>.</summary>
    public CtfException(string file, string place, string fault)
        : base($"{file}:{place}: {fault}")
    {
        File = file;
        Fault = fault;
    }

    /// <summary>The damaged file.</summary>
    public string File { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Fault { get; }
}
