using Braid.Ctf.Decoding;

namespace Braid.Ctf.Export;

/// <summary>Prints events one after the other.</summary>
public interface IEventPrinter : IDisposable
{
    /// <summary>Prints the event that <paramref name="cursor"/> stands on.</summary>
    /// <exception cref="IOException">The output cannot be written.</exception>
    void Print(EventCursor cursor);

    /// <summary>Writes out what is buffered.</summary>
    /// <exception cref="IOException">The output cannot be written.</exception>
    void Flush();
}
