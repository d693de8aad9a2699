using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.DotNet.Conversion;

/// <summary>The trace that a <see cref="CtfTranscoder"/> writes. The caller owns it and its files.</summary>
/// <param name="Stream">Made by <see cref="CtfTranscoder.StreamClass"/>; the transcoder adds the event classes.</param>
/// <param name="CreateStream">Makes the stream file of a CPU; <see cref="CtfTranscoder.UnknownCpu"/> for events that do not tell theirs.</param>
/// <param name="WriteMetadata">Writes the metadata when event classes were added since its last call. Called before the packets that need them.</param>
/// <param name="Time">Turns ticks of the nettrace stream into cycles of the trace's clock.</param>
public sealed record CtfOutput(StreamClass Stream, Func<uint, StreamFileWriter> CreateStream, Action WriteMetadata, Func<long, ulong> Time);
