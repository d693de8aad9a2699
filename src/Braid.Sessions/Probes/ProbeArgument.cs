namespace Braid.Sessions.Probes;

/// <summary>What a probe records beside its place.</summary>
/// <param name="Name">The field in the trace.</param>
/// <param name="Fetch">Where it is: the kernel's notation (Documentation/trace/kprobetrace.rst), or <c>arg1</c> to <c>arg6</c>, or <c>retval</c>.</param>
/// <param name="Type">The kernel's name of its type: u64, x32, string, ustring and others; null for the kernel's own, x64.</param>
public readonly record struct ProbeArgument(string Name, string Fetch, string? Type)
{
    /// <summary>Integer arguments of a function: the System V ABI of x86-64, the kernel's names.</summary>
    private static readonly string[] s_x64 = ["%di", "%si", "%dx", "%cx", "%r8", "%r9"];

    /// <summary>The argument as the kernel takes it. A text is behind its address: <c>arg1:ustring</c> is <c>+0(%di):ustring</c>.</summary>
    /// <param name="isArm64">Whether it is in code for arm64, else for x86-64.</param>
    public string Definition(bool isArm64)
    {
        var place = Fetch switch
        {
            "retval" => "$retval",
            ['a', 'r', 'g', >= '1' and <= '6' and var digit] => isArm64 ? $"%x{digit - '1'}" : s_x64[digit - '1'],
            _ => Fetch,
        };
        var isRegister = place[0] == '%' || place == "$retval";
        if (isRegister && Type is "string" or "ustring" && !place.Contains('(', StringComparison.Ordinal)) place = $"+0({place})";
        return Type is null ? $"{Name}={place}" : $"{Name}={place}:{Type}";
    }
}
