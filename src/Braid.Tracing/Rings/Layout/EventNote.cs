namespace Braid.Rings;

/// <summary>Texts behind the fields in the event table; docs/formats/ring.md. Readers pass over those that they do not know.</summary>
internal enum EventNote : byte
{
    /// <summary>What the event means.</summary>
    Description = 1,

    /// <summary>What its provider is.</summary>
    ProviderDescription = 2,

    /// <summary>Where a model of it is found.</summary>
    ModelUri = 3,
}
