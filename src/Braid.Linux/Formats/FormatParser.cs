using System.Globalization;

namespace Braid.Linux.Formats;

/// <summary>
/// Reads the format files of tracefs (Documentation/trace/events.rst):
/// <code>
/// name: sched_process_exec
/// ID: 365
/// format:
///         field:int common_pid;   offset:4;       size:4; signed:1;
///
///         field:__data_loc char[] filename;       offset:8;       size:4; signed:0;
///
/// print fmt: "filename=%s", __get_str(filename)
/// </code>
/// An array is declared as <c>TYPE NAME[N]</c>, a dynamic one as <c>__data_loc TYPE[] NAME</c>. uprobe events declare
/// <c>TYPE NAME[]</c> with the size of the whole array.
/// </summary>
public static class FormatParser
{
    /// <summary>Parses <paramref name="text"/>, the content of <paramref name="path"/>.</summary>
    /// <exception cref="FormatException">The text is not a format file; the message names the file and the line.</exception>
    public static EventFormat Parse(string text, string path, string subsystem)
    {
        string? name = null;
        var id = -1;
        var print = "";
        var common = new List<FormatField>();
        var fields = new List<FormatField>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.StartsWith("name: ", StringComparison.Ordinal)) name = line[6..];
            else if (line.StartsWith("ID: ", StringComparison.Ordinal)) id = Number(line[4..], path, number);
            else if (line.StartsWith("print fmt: ", StringComparison.Ordinal)) print = line[11..];
            else if (line.StartsWith("field:", StringComparison.Ordinal))
            {
                var field = Field(line, path, number);
                (field.Name.StartsWith("common_", StringComparison.Ordinal) ? common : fields).Add(field);
            }
        }

        if (name is null || id is < 0 or > ushort.MaxValue) throw new FormatException($"{path}: no name and ID");
        return new(subsystem, name, id, common, fields, print);
    }

    private static FormatField Field(string line, string path, int number)
    {
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        if (parts.Length < 4) throw Bad(path, number, "a field has a declaration, an offset, a size and a sign");
        var offset = Number(After(parts[1], "offset:", path, number), path, number);
        var size = Number(After(parts[2], "size:", path, number), path, number);
        var signed = Number(After(parts[3], "signed:", path, number), path, number) != 0;
        if (offset > ushort.MaxValue || size > ushort.MaxValue) throw Bad(path, number, "a field lies within 64 KiB");
        var (type, name, storage, array) = Declaration(parts[0]["field:".Length..].Trim(), size, path, number);
        return new(name, type, offset, size, signed, storage, array, ElementSize(type, size, storage, array));
    }

    private static (string Type, string Name, FieldStorage Storage, bool Array) Declaration(string text, int size, string path, int number)
    {
        var storage = FieldStorage.InPlace;
        if (Strip("__data_loc ")) storage = FieldStorage.DataLocation;
        else if (Strip("__rel_loc ")) storage = FieldStorage.RelativeLocation;
        var array = false;
        if (text.EndsWith(']'))
        {
            text = text[..text.LastIndexOf('[')];
            array = true;
            if (size == 0) storage = FieldStorage.Tail;
        }

        var space = text.LastIndexOf(' ');
        if (space < 0) throw Bad(path, number, "a declaration is a type and a name");
        var type = text[..space].Trim();
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            type = type[..^2].Trim();
            array = true;
        }

        return (type, text[(space + 1)..], storage, array);

        bool Strip(string prefix)
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal)) return false;
            text = text[prefix.Length..];
            return true;
        }
    }

    private static int ElementSize(string type, int size, FieldStorage storage, bool array)
    {
        if (!array && storage == FieldStorage.InPlace) return size is 1 or 2 or 4 or 8 ? size : 1;
        if (!CType.TryGet(type, out var element, out _)) return 1;
        return storage == FieldStorage.InPlace && size % element != 0 ? 1 : element;
    }

    private static string After(string part, string label, string path, int number) =>
        part.StartsWith(label, StringComparison.Ordinal) ? part[label.Length..] : throw Bad(path, number, $"expected '{label}'");

    private static int Number(string text, string path, int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(path, number, $"'{text}' is no number");

    private static FormatException Bad(string path, int number, string what) => new($"{path}:{number}: {what}");
}
