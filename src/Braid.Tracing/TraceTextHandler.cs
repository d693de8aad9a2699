using System.Runtime.CompilerServices;

namespace Braid.Tracing;

/// <summary>Puts together the text of <see cref="TraceText"/>, if anyone wants it: else the holes of the text are not even evaluated.</summary>
[InterpolatedStringHandler]
public ref struct TraceTextHandler
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>For <see cref="TraceText.Write(ref TraceTextHandler)"/>. Called by compiled code.</summary>
    public TraceTextHandler(int literalLength, int formattedCount, out bool isEnabled)
        : this(literalLength, formattedCount, TraceText.IsEnabled, out isEnabled)
    {
    }

    /// <summary>For <see cref="TraceText.Write(TraceLevel, ref TraceTextHandler, int, string, string)"/>. Called by compiled code.</summary>
    public TraceTextHandler(int literalLength, int formattedCount, TraceLevel level, out bool isEnabled)
        : this(literalLength, formattedCount, TraceText.IsEnabledAt(level), out isEnabled)
    {
    }

    private TraceTextHandler(int literalLength, int formattedCount, bool wanted, out bool isEnabled)
    {
        IsEnabled = isEnabled = wanted;
        if (wanted) _text = new(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture);
    }

    internal bool IsEnabled { get; }

    internal readonly ReadOnlySpan<char> Text => _text.Text;

    internal void Clear() => _text.Clear();

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendLiteral"/>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted{T}(T, string)"/>
    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted{T}(T, int)"/>
    public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormatted(value, alignment);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted{T}(T, int, string)"/>
    public void AppendFormatted<T>(T value, int alignment, string? format) => _text.AppendFormatted(value, alignment, format);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted(ReadOnlySpan{char})"/>
    public void AppendFormatted(scoped ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    /// <inheritdoc cref="DefaultInterpolatedStringHandler.AppendFormatted(ReadOnlySpan{char}, int, string)"/>
    public void AppendFormatted(scoped ReadOnlySpan<char> value, int alignment, string? format = null) => _text.AppendFormatted(value, alignment, format);
}
