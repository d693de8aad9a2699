namespace System.Threading;

/// <summary>What <c>lock</c> takes since .NET 9, for the .NET 8 that this assembly is compiled for.</summary>
internal sealed class Lock
{
    private readonly object _monitor = new();

    /// <summary>Enters the lock until what is returned is disposed of.</summary>
    public Scope EnterScope()
    {
        Monitor.Enter(_monitor);
        return new(_monitor);
    }

    /// <summary>One stay within the lock.</summary>
    public readonly ref struct Scope(object monitor)
    {
        public void Dispose() => Monitor.Exit(monitor);
    }
}
