namespace Braid.Sessions.Tests;

/// <summary>Tests that trace the running kernel run one after the other: each would see the others' work.</summary>
[CollectionDefinition("kernel", DisableParallelization = true)]
public sealed class Kernel;
