using System.Collections;
using System.Globalization;
using System.Text;

namespace Braid.Bridge.Events;

/// <summary>
/// JSON of what programs hang on to events: tags, nested payloads. A writer of our own because the program may be without
/// System.Text.Json, and because code of the program that runs meanwhile (ToString) may throw.
/// </summary>
internal sealed class JsonText
{
    /// <summary>Objects may contain themselves.</summary>
    private const int MostDepth = 8;

    /// <summary>A buffer that has held an unusual text is let go of.</summary>
    private const int MostKept = 1 << 14;

    [ThreadStatic]
    private static JsonText? t_kept;

    private readonly StringBuilder _text = new();

    /// <summary>The text of a value.</summary>
    public static string Of(object? value)
    {
        var json = Take();
        json.Value(value, 0);
        return json.End();
    }

    /// <summary>The text of an object with these members; of none, nothing.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> members)
    {
        if (members.IsEmpty) return "";
        var json = Take();
        foreach (var (name, value) in members) json.Member(name, value, 1);
        json._text.Append('}');
        return json.End();
    }

    /// <summary>The text of an object with the tags of an activity; of none, nothing.</summary>
    public static string OfTags(System.Diagnostics.Activity activity)
    {
        var json = default(JsonText);
        foreach (ref readonly var tag in activity.EnumerateTagObjects()) (json ??= Take()).Member(tag.Key, tag.Value, 1);
        if (json is null) return "";
        json._text.Append('}');
        return json.End();
    }

    /// <summary>The buffer of this thread, which is another's as long as code of the program runs that comes here again.</summary>
    private static JsonText Take()
    {
        var json = t_kept ?? new();
        t_kept = null;
        json._text.Clear();
        return json;
    }

    private string End()
    {
        var text = _text.ToString();
        if (_text.Capacity <= MostKept) t_kept = this;
        return text;
    }

    private void Member(string name, object? value, int depth)
    {
        if (_text.Length == 0) _text.Append('{');
        else if (_text[^1] != '{') _text.Append(',');
        Quoted(name);
        _text.Append(':');
        Value(value, depth);
    }

    private void Value(object? value, int depth)
    {
        switch (value)
        {
            case null: _text.Append("null"); break;
            case string text: Quoted(text); break;
            case bool truth: _text.Append(truth ? "true" : "false"); break;
            case double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)): Quoted(Said(value)); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal: _text.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case IDictionary<string, object?> members when depth < MostDepth: Object(members, depth + 1); break;
            case KeyValuePair<string, object?> pair when depth < MostDepth: Object([pair], depth + 1); break;
            case IEnumerable items when depth < MostDepth && (value is Array || value.GetType().Assembly == typeof(object).Assembly): Array(items, depth + 1); break;
            default: Quoted(Said(value)); break;
        }
    }

    private void Object(IEnumerable<KeyValuePair<string, object?>> members, int depth)
    {
        _text.Append('{');
        foreach (var (name, value) in members) Member(name, value, depth);
        _text.Append('}');
    }

    private void Array(IEnumerable items, int depth)
    {
        _text.Append('[');
        foreach (var item in items)
        {
            if (_text[^1] != '[') _text.Append(',');
            Value(item, depth);
        }

        _text.Append(']');
    }

    /// <summary>What an object says of itself, which is code of the program: what it throws is told in place of it.</summary>
    private static string Said(object value)
    {
        try
        {
            return (value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString()) ?? "";
        }
        catch (Exception e)
        {
            return $"{value.GetType().Name} throws {e.GetType().Name}";
        }
    }

    private void Quoted(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') _text.Append('\\').Append(c);
            else if (c < ' ') _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else _text.Append(c);
        }

        _text.Append('"');
    }
}
