namespace Braid.Sessions.Dotnet;

/// <summary>
/// The keywords of <c>Microsoft-Windows-DotNETRuntime</c> as <c>dotnet-trace --clrevents</c> spells them. Source: the
/// runtime's manifest, ClrEtwAll.man; a test compares them with those that the runtime knows.
/// </summary>
internal static class RuntimeKeywords
{
    private static readonly Dictionary<string, ulong> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gc"] = 1UL << 0,
        ["gchandle"] = 1UL << 1,
        ["assemblyloader"] = 1UL << 2,
        ["loader"] = 1UL << 3,
        ["jit"] = 1UL << 4,
        ["ngen"] = 1UL << 5,
        ["startenumeration"] = 1UL << 6,
        ["endenumeration"] = 1UL << 7,
        ["security"] = 1UL << 10,
        ["appdomainresourcemanagement"] = 1UL << 11,
        ["jittracing"] = 1UL << 12,
        ["interop"] = 1UL << 13,
        ["contention"] = 1UL << 14,
        ["exception"] = 1UL << 15,
        ["threading"] = 1UL << 16,
        ["jittedmethodiltonativemap"] = 1UL << 17,
        ["overrideandsuppressngenevents"] = 1UL << 18,
        ["type"] = 1UL << 19,
        ["gcheapdump"] = 1UL << 20,
        ["gcsampledobjectallocationhigh"] = 1UL << 21,
        ["gcheapsurvivalandmovement"] = 1UL << 22,
        ["managedheapcollect"] = 1UL << 23,
        ["gcheapandtypenames"] = 1UL << 24,
        ["gcsampledobjectallocationlow"] = 1UL << 25,
        ["perftrack"] = 1UL << 29,
        ["stack"] = 1UL << 30,
        ["threadtransfer"] = 1UL << 31,
        ["debugger"] = 1UL << 32,
        ["monitoring"] = 1UL << 33,
        ["codesymbols"] = 1UL << 34,
        ["eventsource"] = 1UL << 35,
        ["compilation"] = 1UL << 36,
        ["compilationdiagnostic"] = 1UL << 37,
        ["methoddiagnostic"] = 1UL << 38,
        ["typediagnostic"] = 1UL << 39,
        ["jitinstrumentationdata"] = 1UL << 40,
        ["profiler"] = 1UL << 41,
        ["waithandle"] = 1UL << 42,
        ["allocationsampling"] = 1UL << 43,
    };

    /// <summary>All names, in the order of their bits.</summary>
    internal static IEnumerable<string> Names => s_all.Keys;

    /// <summary>The bit of a keyword; null when the runtime has none of that name. Case does not matter.</summary>
    internal static ulong? Find(string name) => s_all.TryGetValue(name, out var bit) ? bit : null;
}
