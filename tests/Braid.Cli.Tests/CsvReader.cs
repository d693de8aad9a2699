using System.Text;

namespace Braid.Cli.Tests;

/// <summary>RFC 4180, character by character; strict. A cell that is not even empty quotes is null.</summary>
internal static class CsvReader
{
    public static List<string?[]> Read(string text)
    {
        var rows = new List<string?[]>();
        var row = new List<string?>();
        var at = 0;
        while (at < text.Length)
        {
            row.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                if (text.AsSpan(at).StartsWith("\r\n")) row.Add(null);
                else continue;
            }

            Assert.True(text.AsSpan(at).StartsWith("\r\n"), $"no line end at {at}: {text.AsSpan(at, Math.Min(40, text.Length - at))}");
            at += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        Assert.Empty(row);
        return rows;
    }

    private static string? Plain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n')) Assert.NotEqual('"', text[at++]);
        return start == at ? null : text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"')
                {
                    at++;
                    return cell.ToString();
                }

                at++;
            }

            cell.Append(text[at]);
        }
    }
}
