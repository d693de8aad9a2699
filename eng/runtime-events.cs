#!/usr/bin/env dotnet
#:property PublishAot=false
#:property NoWarn=$(NoWarn);IL2026;IL2075;CA1307;CA1310;CA1305;SYSLIB1045;IDE0005
// Derives the layouts of the .NET runtime's own events, which nettrace streams do not carry:
//   dotnet run eng/runtime-events.cs -- MANIFEST > src/Braid.DotNet/Runtime/RuntimeEvents.Generated.cs
// MANIFEST is ClrEtwAll.man of the .NET runtime (MIT; dotnet/runtime, src/coreclr/vm; perfview carries a copy). What it does
// not have yet comes from the runtime that runs this: System.Private.CoreLib holds NativeRuntimeEventSource, generated from
// the manifest of its own version. It leaves out arrays and what follows them: s_tails has those.
using System.Diagnostics.Tracing;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const string Runtime = "Microsoft-Windows-DotNETRuntime";
XNamespace ns = "http://schemas.microsoft.com/win/2004/08/events";
string[] tails =
[
    "39 0 Data:u8[DataSize] ClrInstanceID:u16",
    "72 0 TypeParameters:u64[TypeParameterCount]",
    "190 1 ILOffsets:u32[CountOfMapEntries] NativeOffsets:u32[CountOfMapEntries] ClrInstanceID:u16 ILVersionID:u64",
    "204 3 Values:{ SizeBefore:ptr FreeListSpaceBefore:ptr FreeObjSpaceBefore:ptr SizeAfter:ptr FreeListSpaceAfter:ptr FreeObjSpaceAfter:ptr In:ptr PinnedSurv:ptr NonePinnedSurv:ptr Budget:ptr }[Count]",
    "205 4 Times:u32[Count]",
    "209 0 Values:{ Index:u32 Count:u32 Size:ptr }[Count]",
    "260 0 Chunk:u8[ChunkLength] ClrInstanceID:u16",
    "297 0 Data:u8[DataSize]",
    "298 0 Data:u8[DataSize]",
];

var events = new SortedDictionary<(string Provider, int Id, int Version), string>();
foreach (var provider in XDocument.Load(args[0]).Descendants(ns + "provider"))
{
    var name = (string)provider.Attribute("name")!;
    if (name is not (Runtime or Runtime + "Rundown")) continue;
    var templates = provider.Element(ns + "templates")!.Elements().ToDictionary(t => (string)t.Attribute("tid")!, t => string.Concat(t.Elements().Select(Field)));
    foreach (var e in provider.Element(ns + "events")!.Elements())
    {
        var fields = (string?)e.Attribute("template") is { } template ? templates[template] : "";
        if (fields.Contains("[2]")) continue; // stacks, which nettrace carries beside the events
        events[(name, (int)e.Attribute("value")!, (int)e.Attribute("version")!)] = Name((string)e.Attribute("symbol")!) + fields;
    }
}

foreach (var method in typeof(object).Assembly.GetType("System.Diagnostics.Tracing.NativeRuntimeEventSource")!.GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
{
    if (method.GetCustomAttribute<EventAttribute>() is not { } e || e.EventId == 82) continue;
    var fields = string.Concat(method.GetParameters().Select(p => $" {p.Name}:{Code(p.ParameterType)}"));
    var tail = tails.FirstOrDefault(t => t.StartsWith($"{e.EventId} {e.Version} "));
    if (tail != null) fields += tail[$"{e.EventId} {e.Version}".Length..];
    events.TryAdd((Runtime, e.EventId, e.Version), Name(method.Name) + fields);
}

Console.WriteLine($$""""
    // Made by eng/runtime-events.cs from ClrEtwAll.man and .NET {{Environment.Version}}; do not edit. The manifest is
    // Copyright (c) .NET Foundation and Contributors, MIT licence.
    namespace Braid.DotNet.Runtime;

    internal static partial class RuntimeEvents
    {
        private const string Table = """
    """");
foreach (var group in events.GroupBy(e => e.Key.Provider))
{
    Console.WriteLine($"        @{group.Key}");
    foreach (var (key, layout) in group) Console.WriteLine($"        {key.Id} {key.Version} {layout}");
}

Console.WriteLine("        \"\"\";\n}");

static string Name(string symbol) => Regex.Replace(symbol, @"_V\d+$", "");

string Field(XElement e)
{
    var name = (string?)e.Attribute("name");
    var count = (string?)e.Attribute("count") is { } c and not "1" ? $"[{c}]" : "";
    if (e.Name == ns + "struct") return $" {name}:{{{string.Concat(e.Elements().Select(Field))} }}{count}";
    return e.Name == ns + "data" ? $" {name}:{InType((string)e.Attribute("inType")!)}{count}" : "";
}

static string InType(string type) => type switch
{
    "win:UInt8" => "u8", "win:UInt16" => "u16", "win:UInt32" => "u32", "win:UInt64" => "u64",
    "win:Int8" => "i8", "win:Int16" => "i16", "win:Int32" => "i32", "win:Int64" => "i64",
    "win:Float" => "f32", "win:Double" => "f64", "win:Boolean" => "bool", "win:Pointer" => "ptr",
    "win:UnicodeString" => "str", "win:AnsiString" => "ansi", "win:GUID" => "guid",
    _ => throw new NotSupportedException(type),
};

static string Code(Type type) => Type.GetTypeCode(type) switch
{
    TypeCode.Byte => "u8", TypeCode.UInt16 => "u16", TypeCode.UInt32 => "u32", TypeCode.UInt64 => "u64",
    TypeCode.SByte => "i8", TypeCode.Int16 => "i16", TypeCode.Int32 => "i32", TypeCode.Int64 => "i64",
    TypeCode.Single => "f32", TypeCode.Double => "f64", TypeCode.Boolean => "bool", TypeCode.String => "str",
    _ when type == typeof(nint) => "ptr",
    _ when type == typeof(Guid) => "guid",
    _ => throw new NotSupportedException(type.ToString()),
};
