namespace Braid.Sessions.Tests.Rings;

/// <summary>Recordings attach to every program, so the tests that record run one after the other.</summary>
[CollectionDefinition("rings", DisableParallelization = true)]
public sealed class RingsCollection;
