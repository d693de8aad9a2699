namespace Braid.Sessions.Tracefs;

/// <summary>In <paramref name="Events"/>, LTTng has another field, <paramref name="Name"/>, after <paramref name="Field"/>.</summary>
internal readonly record struct AddedField(EventPattern Events, string Field, string Name, AddedValue Value);
