using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Braid.Tracing.TestApp;

/// <summary>This program and its tracing library, loaded a second time beside themselves, as a plug-in brings them along.</summary>
internal static class Twice
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "NativeAOT loads no assemblies; the test runs on the JIT.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The same.")]
    public static void Emit()
    {
        AppTrace.Tick(1, 1);
        var copy = new Own().LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "Braid.Tracing.TestApp.dll")).GetType(typeof(AppTrace).FullName!)!;
        copy.GetMethod(nameof(AppTrace.Tick))!.Invoke(null, [2, 2L]);
        AppTrace.Tick(1, 3);
        Console.WriteLine(copy == typeof(AppTrace) ? "one" : "two");
    }

    /// <summary>Has the library from its own file too.</summary>
    private sealed class Own() : AssemblyLoadContext("own")
    {
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The same.")]
        protected override Assembly? Load(AssemblyName name) =>
            name.Name == "Braid.Tracing" ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "Braid.Tracing.dll")) : null;
    }
}
