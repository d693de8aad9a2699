using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// A socket address as LTTng writes it: family, port, and the bytes of an IPv4 or the 16-bit groups of an IPv6 address, the
/// other empty; of another family, or when the call failed or the address cannot be read, both are empty.
/// </summary>
/// <param name="PortName">What the port is called.</param>
/// <param name="Address">The index of the argument that points to it.</param>
/// <param name="AddressLength">That of its length.</param>
/// <param name="IsExit">Whether the call has filled it in, and the length is pointed to.</param>
internal sealed record SocketAddressField(string PortName, int Address, int AddressLength, bool IsExit) : SyscallField
{
    /// <summary>sizeof(struct sockaddr_in), sizeof(struct sockaddr_in6).</summary>
    private const int Ipv4Size = 16, Ipv6Size = 28;

    /// <summary>AF_INET, AF_INET6.</summary>
    private const int Ipv4 = 2, Ipv6 = 10;

    private const int FamilyAt = RecordWriter.Temporary, PortAt = FamilyAt + 2, Ipv4At = FamilyAt + 4, Ipv6At = FamilyAt + 8, LengthAt = FamilyAt + 32;

    public override string Shape => $"{Address},{AddressLength}:address{(IsExit ? "*" : "")}";

    public override int? Size => null;

    public override void Describe(List<StructureMember> members)
    {
        members.Add(new("family", new IntegerFieldClass(16)));
        members.Add(new(PortName, new IntegerFieldClass(16) { ByteOrder = ByteOrder.BigEndian }));
        members.Add(new("_v4addr_length", new IntegerFieldClass(32)));
        members.Add(new("v4addr", new DynamicArrayFieldClass(new IntegerFieldClass(8), FieldLocation.Sibling("_v4addr_length"))));
        members.Add(new("_v6addr_length", new IntegerFieldClass(32)));
        members.Add(new("v6addr", new DynamicArrayFieldClass(new IntegerFieldClass(16) { ByteOrder = ByteOrder.BigEndian }, FieldLocation.Sibling("_v6addr_length"))));
    }

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var (isRead, unread, isShort, other, isIpv4, end) = (code.NewLabel(), code.NewLabel(), code.NewLabel(), code.NewLabel(), code.NewLabel(), code.NewLabel());
        writer.CountInRegister();
        for (var at = 0; at < 40; at += 8) code.Store(Width.Double, Stack, FamilyAt + at, 0);
        LoadLength(writer, other, unread);
        code.JumpIf(Condition.Less, R9, 2, other);
        code.JumpIf(Condition.LessOrEqual, R9, Ipv6Size, isShort);
        code.Set(R9, Ipv6Size);
        code.Bind(isShort);
        code.Move(R1, Stack);
        code.Apply(Operation.Add, R1, FamilyAt);
        code.Move(R2, R9);
        writer.LoadArgument(R3, Address);
        code.JumpIf(Condition.Equal, R3, 0, other);
        code.Call(Helper.ReadUser);
        code.JumpIf(Condition.Equal, R0, 0, isRead);
        code.Bind(unread);
        writer.MarkUnread();
        code.Jump(other);

        code.Bind(isRead);
        code.Load(Width.Half, R2, Stack, FamilyAt);
        code.Load(Width.Half, R3, Stack, PortAt);
        code.JumpIf(Condition.Equal, R2, Ipv4, isIpv4);
        code.JumpIf(Condition.NotEqual, R2, Ipv6, other);
        code.JumpIf(Condition.Less, R9, Ipv6Size, other);
        writer.Append(2, R2);
        writer.Append(2, R3);
        writer.Append(4, 0);
        writer.Append(4, 8);
        Copy(writer, 8, Ipv6At);
        Copy(writer, 8, Ipv6At + 8);
        writer.EndAlternative();
        code.Jump(end);

        code.Bind(isIpv4);
        code.JumpIf(Condition.Less, R9, Ipv4Size, other);
        writer.Append(2, R2);
        writer.Append(2, R3);
        writer.Append(4, 4);
        Copy(writer, 4, Ipv4At);
        writer.Append(4, 0);
        writer.EndAlternative();
        code.Jump(end);

        code.Bind(other);
        Copy(writer, 2, FamilyAt);
        writer.Append(2, 0);
        writer.Append(8, 0);
        writer.EndAlternative();
        code.Bind(end);
    }

    private static void Copy(RecordWriter writer, int size, int from)
    {
        writer.Code.Load(size switch { 2 => Width.Half, 4 => Width.Word, _ => Width.Double }, R1, Stack, from);
        writer.Append(size, R1);
    }

    /// <summary>R9 = the length of the address, unsigned.</summary>
    private void LoadLength(RecordWriter writer, Label none, Label unread)
    {
        var code = writer.Code;
        writer.LoadArgument(IsExit ? R3 : R9, AddressLength);
        if (IsExit)
        {
            writer.LoadArgument(R1, RecordWriter.Result);
            code.JumpIf(Condition.LessSigned, R1, 0, none);
            code.JumpIf(Condition.Equal, R3, 0, none);
            code.Move(R1, Stack);
            code.Apply(Operation.Add, R1, LengthAt);
            code.Set(R2, 4);
            code.Call(Helper.ReadUser);
            code.JumpIf(Condition.NotEqual, R0, 0, unread);
            code.Load(Width.Word, R9, Stack, LengthAt);
        }

        code.Apply32(Operation.Move, R9, R9);
    }
}
