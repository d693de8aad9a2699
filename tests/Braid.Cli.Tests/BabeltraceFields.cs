using System.Globalization;
using System.Text.Json;

namespace Braid.Cli.Tests;

/// <summary>
/// A value as the dump of python3-bt2 writes it: <c>{name=V,...}</c>, <c>[V,...]</c>, <c>"text"</c>, <c>12</c>,
/// <c>1:"label"|"label"</c>, <c>1:?</c>, <c>0.5</c>, <c>f0.5</c>, <c>&lt;option&gt;</c>, <c>-</c>; compared with JSON while it is read.
/// </summary>
internal ref struct BabeltraceFields(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Fails where <paramref name="json"/> says something else.</summary>
    public static void Same(ReadOnlySpan<char> expected, JsonElement json)
    {
        var fields = new BabeltraceFields(expected);
        fields.Compare(json);
        Assert.Equal(expected.Length, fields._at);
    }

    private void Compare(JsonElement json)
    {
        switch (_text[_at])
        {
            case '{': CompareStructure(json); break;
            case '[': CompareArray(json); break;
            case '"': Assert.Equal(Quoted(), json.GetString()); break;
            case '<':
                _at++;
                Compare(json);
                _at++;
                break;
            default: CompareNumber(json); break;
        }
    }

    private void CompareStructure(JsonElement json)
    {
        var members = json.EnumerateObject().ToList();
        _at++;
        foreach (var member in members)
        {
            if (_text[_at] == ',') _at++;
            var name = _text[_at..].IndexOf('=');
            Assert.Equal(member.Name, _text.Slice(_at, name).ToString());
            _at += name + 1;
            Compare(member.Value);
        }

        Assert.Equal('}', _text[_at++]);
    }

    private void CompareArray(JsonElement json)
    {
        _at++;
        foreach (var element in json.EnumerateArray())
        {
            if (_text[_at] == ',') _at++;
            Compare(element);
        }

        Assert.Equal(']', _text[_at++]);
    }

    private void CompareNumber(JsonElement json)
    {
        var length = _text[_at..].IndexOfAny(",}]>:");
        if (length < 0) length = _text.Length - _at;
        var number = _text.Slice(_at, length);
        _at += length;
        if (json.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(number.ToString(), json.GetProperty("value").GetRawText());
            Assert.Equal(':', _text[_at++]);
            var labels = new List<string>();
            if (_text[_at] == '?') _at++;
            else
            {
                labels.Add(Quoted());
                for (; _at < _text.Length && _text[_at] == '|'; labels.Add(Quoted())) _at++;
            }

            Assert.Equal(labels, json.GetProperty("label").GetString()?.Split('|').Order(StringComparer.Ordinal).ToList() ?? []);
        }
        else if (json.ValueKind == JsonValueKind.String) Assert.Equal(Special(number), json.GetString());
        else if (number.ContainsAny("f.e")) Assert.Equal(double.Parse(number.TrimStart('f'), CultureInfo.InvariantCulture), number[0] == 'f' ? json.GetSingle() : json.GetDouble(), number[0] == 'f' ? 1e-6 : 0);
        else Assert.Equal(number.ToString(), json.GetRawText());
    }

    private static string Special(ReadOnlySpan<char> number) => number.TrimStart('f') switch { "nan" => "NaN", "inf" => "Infinity", "-inf" => "-Infinity", var other => other.ToString() };

    /// <summary>A JSON string.</summary>
    private string Quoted()
    {
        var end = _at + 1;
        for (; _text[end] != '"'; end++)
        {
            if (_text[end] == '\\') end++;
        }

        var quoted = _text[_at..(end + 1)].ToString();
        _at = end + 1;
        return JsonDocument.Parse(quoted).RootElement.GetString()!;
    }
}
