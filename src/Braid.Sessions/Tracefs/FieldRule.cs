namespace Braid.Sessions.Tracefs;

/// <summary>In the events of <paramref name="Subsystem"/>, the field <paramref name="Field"/> is called <paramref name="Name"/> and converted.</summary>
internal readonly record struct FieldRule(string Subsystem, string Field, string Name, FieldConversion Conversion = FieldConversion.None);
