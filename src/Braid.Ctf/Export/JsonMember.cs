using Braid.Ctf.Decoding;

namespace Braid.Ctf.Export;

/// <summary>A field and the name before its value: <c>"name":</c>.</summary>
internal readonly record struct JsonMember(byte[] Label, Field Field);
