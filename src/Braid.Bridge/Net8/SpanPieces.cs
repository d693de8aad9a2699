namespace System;

/// <summary>The division of a span that .NET 9 has, for the .NET 8 that this assembly is compiled for.</summary>
internal static class SpanPieces
{
    /// <summary>The ranges between the <paramref name="separator"/>s, in order; one more than there are separators.</summary>
    public static Enumerator Split(this ReadOnlySpan<byte> bytes, byte separator) => new(bytes, separator);

    /// <summary>Goes from range to range.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> bytes, byte separator)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        /// <summary>Where the next range begins; beyond the end after the last.</summary>
        private int _next;

        public Range Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next > _bytes.Length) return false;
            var length = _bytes[_next..].IndexOf(separator);
            var end = length < 0 ? _bytes.Length : _next + length;
            Current = new(_next, end);
            _next = end + 1;
            return true;
        }
    }
}
