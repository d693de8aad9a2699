using System.Text;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>What the program is told of which events are wanted, and what it could not register.</summary>
internal sealed partial class AttachedProgram
{
    /// <summary>Whether the program has to put events together before it claims a ring: for contexts, or since there were filters first.</summary>
    private bool _isDeferred;

    /// <summary>The filters that the program has been given last.</summary>
    private byte[] _filters = [];

    /// <summary>The events that the program could not register, as far as they have been told.</summary>
    private uint _refused;

    /// <summary>The rules that the program has been told last.</summary>
    public ProgramRules Rules { get; private set; } = ProgramRules.None;

    /// <summary>
    /// Tells the program which events are wanted. The memory order argument is at the program's side, ProgramFile: rules
    /// first, a full fence, then the events registered so far.
    /// </summary>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    /// <exception cref="IOException">There is no memory for the rings.</exception>
    public void SetRules(ProgramRules rules)
    {
        SetFilters(rules);
        const int generationAt = RingLayout.ControlAt + ProgramControl.GenerationAt;
        var generation = _memory.Read<uint>(generationAt) | 1; // odd also when a recorder died in here
        _memory.Write(generation, generationAt);
        Interlocked.MemoryBarrier();
        _memory.Write((uint)rules.Rules.Length, RingLayout.ControlAt + ProgramControl.RulesLengthAt);
        _memory.Write<byte>(rules.Rules, RingLayout.ControlAt + ProgramControl.RulesAt);
        Interlocked.MemoryBarrier();
        _memory.Write(generation + 1, generationAt);
        Interlocked.MemoryBarrier();
        var wanted = Match(rules.Rules);
        if (wanted.Contains((byte)1)) GiveMemory();
        _memory.Write<byte>(wanted, RingLayout.EnabledAt);
        (Rules, _isWanted) = (rules, rules.Rules.Length > 0);
        if (!_isWanted) return;
        foreach (var ring in _rings) ring.Resume();
    }

    /// <summary>One line when the program has more tracepoints than it has room for, and more than at the last call; else null.</summary>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    public string? DescribeRefused()
    {
        var refused = _memory.Read<uint>(ProgramHeader.RefusedAt);
        if (refused == _refused) return null;
        _refused = refused;
        return $"program {_name.Pid}: {refused} of its tracepoints found no room in the event table beside the first {_memory.Read<uint>(ProgramHeader.EventCountAt)}, and are never recorded";
    }

    /// <summary>Filters before the rules whose events they are for. Those of nobody's rules are left as they are: no event is wanted.</summary>
    private void SetFilters(ProgramRules rules)
    {
        if (rules.Rules.Length == 0 || rules.Filters.AsSpan().SequenceEqual(_filters)) return;
        if (!ProgramExtras.AreKnown(_reader)) throw new InvalidDataException("it uses a Braid.Tracing that knows no filters");
        if (_isDeferred) ProgramExtras.ChangeFilters(_memory, _reader.Cpus, rules.Filters);
        else ProgramExtras.Write(_memory, _reader.Cpus, _options.Contexts, rules.Filters); // no event of any ring has looked there
        (_isDeferred, _filters) = (true, rules.Filters);
        var deadline = Deadline();
        foreach (var ring in _rings) ring.TryDefer(deadline);
    }

    /// <summary>Per event registered so far, 1 when the rules want it.</summary>
    private byte[] Match(byte[] rules)
    {
        _reader.ReadEvents();
        return [.. _reader.Events.Select(e => Braid.Rings.Rules.Want(rules, Encoding.UTF8.GetBytes(e.Name!), (byte)e.LogLevel!) ? (byte)1 : (byte)0)];
    }
}
