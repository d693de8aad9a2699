namespace Braid.Sessions.Tracefs;

/// <summary>In <paramref name="Events"/>, the field <paramref name="Field"/> is called <paramref name="Name"/> and converted.</summary>
internal readonly record struct FieldRule(EventPattern Events, string Field, string Name, FieldConversion Conversion = FieldConversion.None);
