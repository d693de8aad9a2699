using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>Compares what the kernel prints of a ring buffer with what we make of it.</summary>
internal sealed partial class KernelTextComparison
{
    private readonly StreamClass _stream = LttngLayout.StreamClass(new ClockClass { Name = "c" }, TracefsSource.EventContext);
    private readonly EventPlan?[] _plans = new EventPlan?[ushort.MaxValue];
    private readonly Dictionary<string, (EventFormat Format, FieldRule[] Rules)> _formats = [];

    internal KernelTextComparison(EventSelection selection)
    {
        foreach (var format in selection.Events.Select(selection.Catalogue.Format))
        {
            var (eventClass, plan) = PlanBuilder.Build(format);
            _stream.Events.Add(eventClass);
            _plans[format.Id] = plan;
            _formats.Add(eventClass.Name!, (format, [.. format.Fields.Select(f => EventMapping.Field(format, f))]));
        }
    }

    /// <summary>Events, fields, and pointers to text, of which the kernel prints no value.</summary>
    internal long Events { get; private set; }

    /// <inheritdoc cref="Events"/>
    internal long Fields { get; private set; }

    /// <inheritdoc cref="Events"/>
    internal long Pointers { get; private set; }

    /// <summary>Arrays that the kernel does not print as fields.</summary>
    internal long Unprinted { get; private set; }

    /// <summary>Pointers and arrays that were found in sentences.</summary>
    internal long Told { get; private set; }

    /// <summary>The events that were compared, as the kernel calls them.</summary>
    internal HashSet<string> Kinds { get; } = [];

    /// <summary>Compares all that a CPU's buffer holds, and empties it. Tracing must be off.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="cpu">The CPU.</param>
    /// <param name="sentences">Also look into the sentences that the kernel usually prints, for what it does not print as fields.</param>
    internal void Compare(TracefsInstance instance, int cpu, bool sentences)
    {
        // Printing consumes nothing, reading does: so the text comes first.
        using var printed = Print(instance, cpu, fields: true).GetEnumerator();
        using var told = sentences ? Print(instance, cpu, fields: false).GetEnumerator() : null;
        using var buffer = instance.OpenCpu(cpu);
        var transcoder = new PageTranscoder(_plans, cpu, instance.SubBufferSize);
        while (buffer.ReadPage(transcoder.Page) is > 0 and var length)
        {
            transcoder.Transcode(length);
            byte[] packet = [.. new byte[LttngLayout.PacketHeaderSize], .. transcoder.Content];
            var events = new List<ReadEvent>();
            StreamReader.ReadPacket(packet, transcoder.Begin, transcoder.End, _stream, events);
            foreach (var read in events)
            {
                Assert.True(printed.MoveNext(), "the kernel prints fewer events");
                CompareEvent(printed.Current, read);
                if (told is null) continue;
                Assert.True(told.MoveNext(), "the kernel tells fewer events");
                CompareSentence(told.Current, read);
            }
        }

        Assert.False(printed.MoveNext(), $"the kernel prints another event: {(Events > 0 ? printed.Current : null)}");
        Assert.Equal(0, transcoder.Undescribed);
    }

    private static IEnumerable<string> Print(TracefsInstance instance, int cpu, bool fields)
    {
        var path = Path.GetTempFileName();
        instance.Write("options/fields", fields ? "1" : "0");
        using (var from = File.OpenRead($"{instance.Path}/per_cpu/cpu{cpu}/trace"))
        using (var to = File.Create(path)) from.CopyTo(to, 1 << 20);
        return Read();

        IEnumerable<string> Read()
        {
            using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose });
            using var text = new System.IO.StreamReader(file, Encoding.Latin1);
            foreach (var printed in PrintedEvents(text)) yield return printed;
        }
    }

    /// <summary>A text in an event may have line breaks.</summary>
    private static IEnumerable<string> PrintedEvents(TextReader text)
    {
        var pending = "";
        foreach (var line in Lines(text))
        {
            if (pending.Length == 0 && line.StartsWith('#')) continue;
            if (pending.Length > 0 && LineStart().IsMatch(line))
            {
                yield return pending;
                pending = line;
            }
            else pending = pending.Length == 0 ? line : $"{pending}\n{line}";
        }

        if (pending.Length > 0) yield return pending.TrimEnd('\n');
    }

    /// <summary>Separated by line feeds and nothing else.</summary>
    private static IEnumerable<string> Lines(TextReader text)
    {
        var line = new StringBuilder();
        var block = new char[1 << 16];
        while (text.Read(block) is > 0 and var length)
        {
            var rest = block.AsMemory(0, length);
            for (int end; (end = rest.Span.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                yield return line.Append(rest.Span[..end]).ToString();
                line.Clear();
            }

            line.Append(rest.Span);
        }

        if (line.Length > 0) yield return line.ToString();
    }

    private void CompareEvent(string text, ReadEvent read)
    {
        var line = Line().Match(text);
        Assert.True(line.Success, text);
        var (format, rules) = _formats[read.Name];
        Assert.Equal(format.Name, line.Groups["event"].Value);
        Assert.Equal(int.Parse(line.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture), read.Tid);
        Assert.Equal(ulong.Parse(line.Groups["time"].ValueSpan, CultureInfo.InvariantCulture), read.Time);
        Kinds.Add(format.Name);
        Events++;
        var rest = " " + line.Groups["fields"].Value;
        for (var i = 0; i < format.Fields.Count; i++)
        {
            var field = format.Fields[i];
            var begin = rest.IndexOf($" {field.Name}=", StringComparison.Ordinal);
            Assert.True(begin >= 0, $"{line.Value}: no field {field.Name}");
            rest = rest[(begin + field.Name.Length + 2)..];
            var end = i + 1 < format.Fields.Count ? rest.LastIndexOf($" {format.Fields[i + 1].Name}=", StringComparison.Ordinal) : rest.Length;
            CompareField(rest[..end], read, rules[i], field, line.Value);
            rest = rest[end..];
        }
    }

    /// <summary>Looks for the addresses and the arrays of integers that the kernel does not print as fields.</summary>
    private void CompareSentence(string line, ReadEvent read)
    {
        Assert.Contains($" {read.Time}: ", line, StringComparison.Ordinal);
        var (format, rules) = _formats[read.Name];
        for (var i = 0; i < format.Fields.Count; i++)
        {
            var field = format.Fields[i];
            string wanted;
            if (format.Subsystem == "syscalls" && field.IsPointer && field.Type.Contains("char", StringComparison.Ordinal)) wanted = $"{field.Name}: 0x{read.Number(rules[i].Name):x}";
            else if (format.Name == "sys_enter" && field.IsArray) wanted = $"({string.Join(", ", ((object[])read.Fields[field.Name]).Select(static a => $"{a:x}"))})";
            else continue;
            Assert.True(line.Contains(wanted, StringComparison.Ordinal) || line.Contains(wanted.Replace(": 0x", ": ", StringComparison.Ordinal), StringComparison.Ordinal), $"{line}: no {wanted}");
            Told++;
        }
    }

    private void CompareField(string text, ReadEvent read, FieldRule rule, FormatField field, string line)
    {
        if (rule.Conversion == FieldConversion.Drop) return;
        if (field.Type.Contains("char", StringComparison.Ordinal) && field.IsPointer)
        {
            // Of a char * the kernel prints not the value but where in its buffer the value is.
            Pointers++;
            return;
        }

        var value = read.Fields[rule.Name];
        Fields++;
        switch (value)
        {
            case string s:
                Assert.True(IsPrintedAs(text, s), $"{line}: {field.Name} is '{s}'");
                break;
            case object[] when text == "<INVALID-SIZE>":
                Unprinted++;
                break;
            case object[] elements when field.Type == "unsigned char":
                // To the kernel, this is text as well.
                Assert.True(IsPrintedAs(text, Encoding.Latin1.GetString(Bytes(elements, 1)).Split('\0')[0]), $"{line}: {field.Name} is {Convert.ToHexString(Bytes(elements, 1))}");
                break;
            case object[] elements:
                Assert.True(IsPrintedAs(text, Bytes(elements, field.ElementSize)), $"{line}: {field.Name} is {Convert.ToHexString(Bytes(elements, field.ElementSize))}");
                break;
            case var _ when rule.Conversion == FieldConversion.Rwbs:
                Assert.Equal(Rwbs.Parse(Encoding.ASCII.GetBytes(text)), (uint)(ulong)value);
                break;
            default:
                var number = read.Number(rule.Name) + (rule.Conversion == FieldConversion.Priority ? 100 : 0);
                Assert.True(IsPrintedAs(text, number, field), $"{line}: {field.Name} is {number} (0x{number:x}), printed '{text}'");
                break;
        }
    }

    /// <summary>What cannot be printed stands as a point.</summary>
    private static bool IsPrintedAs(string text, string value)
    {
        var (printed, own) = (text.TrimEnd(), value.TrimEnd());
        return printed.Length == own.Length && printed.Zip(own).All(static pair => pair.First == pair.Second || pair is ('.', < ' ' or > '~'));
    }

    /// <summary>Bytes are printed one by one, or, when they are as many as an integer has, as that.</summary>
    private static bool IsPrintedAs(string text, byte[] value) =>
        Hexadecimal().Match(text) is { Success: true } integer
            ? ulong.Parse(integer.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) == BitConverter.ToUInt64([.. value, .. new byte[8 - value.Length]])
            : text == string.Join(',', value.Select(static b => $"{b:x2}"));

    /// <summary>The bytes of an array as they lie in memory.</summary>
    private static byte[] Bytes(object[] elements, int size) =>
        [.. elements.SelectMany(e => BitConverter.GetBytes(e is ulong bits ? bits : unchecked((ulong)(long)e)).Take(size))];

    /// <summary>Numbers are printed as <c>0xHEX (DECIMAL)</c>, bytes as <c>(DECIMAL)</c>, code as <c>SYMBOL (DECIMAL)</c>.</summary>
    private static bool IsPrintedAs(string text, long number, FormatField field)
    {
        var type = CType.TryGet(field.Type, out var size, out _) && size < field.Size ? size : field.Size;
        var mask = type == 8 ? ulong.MaxValue : (1UL << (type * 8)) - 1;
        if (Hexadecimal().Match(text) is { Success: true } hex)
            return (ulong.Parse(hex.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & mask) == ((ulong)number & mask);
        var printed = long.Parse(Parenthesis().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return (uint)printed == (uint)number || ((ulong)printed & mask) == ((ulong)number & mask);
    }

    [GeneratedRegex(@"^.{16}-\d+ +\[\d+\] +\d+: \w")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^.{16}-(?<pid>\d+) +\[\d+\] +(?<time>\d+): (?<event>\w+): ?(?<fields>.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^0x([0-9a-f]+)")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\((-?\d+)\)$")]
    private static partial Regex Parenthesis();
}
