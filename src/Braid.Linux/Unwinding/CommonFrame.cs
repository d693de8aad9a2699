namespace Braid.Linux.Unwinding;

/// <summary>
/// What .eh_frame says of many functions, a CIE, and the machine that its instructions, and those of a function, drive: each
/// begins a row at a later address, or changes a rule of the present one (DWARF 5, 6.4.2).
/// </summary>
internal sealed class CommonFrame
{
    /// <summary>Rows that remember may be nested; compilers do it once.</summary>
    private const int MaxRemembered = 16;

    private readonly Range _instructions;
    private readonly ulong _codeAlignment;
    private readonly long _dataAlignment;

    private CommonFrame(byte pointerEncoding, bool hasAugmentation, ulong codeAlignment, long dataAlignment, Range instructions)
    {
        (PointerEncoding, HasAugmentation) = (pointerEncoding, hasAugmentation);
        (_codeAlignment, _dataAlignment, _instructions) = (codeAlignment, dataAlignment, instructions);
    }

    /// <summary>How the addresses of functions are written.</summary>
    internal byte PointerEncoding { get; }

    /// <summary>Whether a function has data of its language before its instructions.</summary>
    internal bool HasAugmentation { get; }

    internal static CommonFrame? TryRead(ReadOnlySpan<byte> frames, int at, ulong address)
    {
        var cursor = new DwarfCursor(frames, at);
        var length = cursor.UInt32();
        var end = cursor.At + (long)length;
        if (length is 0 or uint.MaxValue || end > frames.Length || cursor.UInt32() != 0) return null;
        var version = cursor.Byte();
        if (version is not (1 or 3)) return null;
        var augmentation = cursor.At;
        while (cursor.Byte() != 0 && !cursor.IsBroken)
        {
        }

        if (cursor.IsBroken) return null;
        var letters = frames[augmentation..(cursor.At - 1)];
        var (code, data) = (cursor.Unsigned(), cursor.Signed());
        var returnAddress = version == 1 ? cursor.Byte() : cursor.Unsigned();
        var encoding = (byte)0;
        var hasAugmentation = letters is [(byte)'z', ..];
        if (hasAugmentation)
        {
            var size = cursor.Unsigned();
            var data0 = cursor.At;
            foreach (var letter in letters[1..])
            {
                if (letter == 'R') encoding = cursor.Byte();
                else if (letter == 'L') cursor.Byte();
                else if (letter == 'P') cursor.Pointer((byte)(cursor.Byte() & 0x7f), address, 0);
                else if (letter is not ((byte)'S' or (byte)'B')) return null;
            }

            cursor = new(frames, (int)Math.Min((ulong)data0 + size, (ulong)frames.Length + 1));
        }
        else if (letters.Length > 0) return null;

        return cursor.IsBroken || cursor.At > end || returnAddress != UserRegisters.InstructionPointer ? null : new(encoding, hasAugmentation, code, data, cursor.At..(int)end);
    }

    /// <summary>Runs the instructions up to <paramref name="address"/>.</summary>
    /// <param name="frames">The section.</param>
    /// <param name="function">The instructions of the function.</param>
    /// <param name="start">Its address.</param>
    /// <param name="address">The address of which the row is wanted.</param>
    /// <param name="row">The row.</param>
    internal bool TryRun(ReadOnlySpan<byte> frames, Range function, ulong start, ulong address, out FrameRow row)
    {
        row = default;
        var initial = default(FrameRow);
        var location = start;
        return TryRun(frames[_instructions], ref row, initial, ref location, ulong.MaxValue) && TryRun(frames[function], ref row, row, ref location, address);
    }

    private bool TryRun(ReadOnlySpan<byte> instructions, ref FrameRow row, FrameRow initial, ref ulong location, ulong address)
    {
        var cursor = new DwarfCursor(instructions, 0);
        Span<FrameRow> remembered = stackalloc FrameRow[MaxRemembered];
        var depth = 0;
        while (cursor.HasMore)
        {
            var code = cursor.Byte();
            var low = code & 0x3f;
            switch (code & 0xc0)
            {
                case 0x40: // advance_loc
                    location += (ulong)low * _codeAlignment;
                    if (location > address) return true;
                    continue;
                case 0x80: // offset
                    Set(ref row, (ulong)low, FrameRule.AtOffset, (long)cursor.Unsigned() * _dataAlignment);
                    continue;
                case 0xc0: // restore
                    if (low < UserRegisters.Count) (row.Rule[low], row.Value[low]) = (initial.Rule[low], initial.Value[low]);
                    continue;
            }

            switch (code)
            {
                case 0x00: // nop
                    break;
                case 0x02 or 0x03 or 0x04: // advance_loc1, 2, 4
                    location += (code switch { 2 => cursor.Byte(), 3 => cursor.UInt16(), _ => cursor.UInt32() }) * _codeAlignment;
                    if (location > address) return true;
                    break;
                case 0x05: // offset_extended
                    Set(ref row, cursor.Unsigned(), FrameRule.AtOffset, (long)cursor.Unsigned() * _dataAlignment);
                    break;
                case 0x06: // restore_extended
                    var restored = cursor.Unsigned();
                    if (restored < UserRegisters.Count) (row.Rule[(int)restored], row.Value[(int)restored]) = (initial.Rule[(int)restored], initial.Value[(int)restored]);
                    break;
                case 0x07: // undefined
                    Set(ref row, cursor.Unsigned(), FrameRule.Undefined, 0);
                    break;
                case 0x08: // same_value
                    Set(ref row, cursor.Unsigned(), FrameRule.Same, 0);
                    break;
                case 0x09: // register
                    Set(ref row, cursor.Unsigned(), FrameRule.InRegister, (long)cursor.Unsigned());
                    break;
                case 0x0a: // remember_state
                    if (depth == MaxRemembered) return false;
                    remembered[depth++] = row;
                    break;
                case 0x0b: // restore_state
                    if (depth == 0) return false;
                    row = remembered[--depth];
                    break;
                case 0x0c: // def_cfa
                    (row.CfaRegister, row.CfaOffset, row.HasCfaExpression) = ((int)Math.Min(cursor.Unsigned(), 255), (long)cursor.Unsigned(), false);
                    break;
                case 0x0d: // def_cfa_register
                    (row.CfaRegister, row.HasCfaExpression) = ((int)Math.Min(cursor.Unsigned(), 255), false);
                    break;
                case 0x0e: // def_cfa_offset
                    row.CfaOffset = (long)cursor.Unsigned();
                    break;
                case 0x0f: // def_cfa_expression
                    cursor.Skip(cursor.Unsigned());
                    row.HasCfaExpression = true;
                    break;
                case 0x10 or 0x16: // expression, val_expression
                    Set(ref row, cursor.Unsigned(), FrameRule.Expression, 0);
                    cursor.Skip(cursor.Unsigned());
                    break;
                case 0x11: // offset_extended_sf
                    Set(ref row, cursor.Unsigned(), FrameRule.AtOffset, cursor.Signed() * _dataAlignment);
                    break;
                case 0x12: // def_cfa_sf
                    (row.CfaRegister, row.CfaOffset, row.HasCfaExpression) = ((int)Math.Min(cursor.Unsigned(), 255), cursor.Signed() * _dataAlignment, false);
                    break;
                case 0x13: // def_cfa_offset_sf
                    row.CfaOffset = cursor.Signed() * _dataAlignment;
                    break;
                case 0x14: // val_offset
                    Set(ref row, cursor.Unsigned(), FrameRule.IsOffset, (long)cursor.Unsigned() * _dataAlignment);
                    break;
                case 0x2e: // GNU_args_size
                    cursor.Unsigned();
                    break;
                default:
                    return false;
            }
        }

        return !cursor.IsBroken;
    }

    private static void Set(ref FrameRow row, ulong register, FrameRule rule, long value)
    {
        // Registers that are not followed, such as xmm0, change nothing.
        if (register < UserRegisters.Count) (row.Rule[(int)register], row.Value[(int)register]) = (rule, value);
    }
}
