using Braid.Linux.Elf;

namespace Braid.Linux.Unwinding;

/// <summary>
/// How functions of an ELF file use the stack: sections .eh_frame and .eh_frame_hdr (LSB Core, "Exception Frames"). The second
/// is a table of (function, entry of the first), sorted, so that nothing is read until it is asked for:
/// <code>
/// .eh_frame_hdr  u8 version 1, u8 3 encodings, pointer to .eh_frame, count, { i32 function, i32 entry } from this section on
/// .eh_frame      u32 length, u32 0, CIE: what functions have in common      u32 length, u32 back to its CIE, FDE: a function
/// </code>
/// The bytes may be anybody's: what contradicts itself finds nothing. Immutable.
/// </summary>
public sealed class CallFrameTable
{
    private const int MaxSection = 1 << 28, TableEntrySize = 8;
    private const byte Omitted = 0xff, TableEncoding = 0x3b; // data-relative, i32

    private readonly byte[] _frames, _header;
    private readonly ulong _framesAddress, _headerAddress;
    private readonly int _tableAt, _count;

    private CallFrameTable(byte[] frames, ulong framesAddress, byte[] header, ulong headerAddress)
    {
        (_frames, _framesAddress, _header, _headerAddress) = (frames, framesAddress, header, headerAddress);
        var cursor = new DwarfCursor(header, 0);
        var (version, pointer, count, table) = (cursor.Byte(), cursor.Byte(), cursor.Byte(), cursor.Byte());
        cursor.Pointer(pointer, headerAddress, headerAddress);
        if (version != 1 || count == Omitted || table != TableEncoding) return;
        var entries = cursor.Pointer(count, headerAddress, headerAddress);
        if (cursor.IsBroken || entries > (ulong)((header.Length - cursor.At) / TableEntrySize)) return;
        (_tableAt, _count) = (cursor.At, (int)entries);
    }

    /// <summary>The functions that it describes.</summary>
    public int Count => _count;

    /// <summary>Reads the two sections; null when the file has not both.</summary>
    /// <exception cref="InvalidDataException">The file ends before them.</exception>
    public static CallFrameTable? TryRead(ElfFile file) =>
        file.FindSection(".eh_frame") is { } frames && file.FindSection(".eh_frame_hdr") is { } header
            ? new(file.Read(frames, MaxSection), frames.Address, file.Read(header, MaxSection), header.Address)
            : null;

    /// <summary>The function that has code at an address, as linked; null when none is described.</summary>
    public (ulong Start, ulong End)? FunctionAt(ulong address) => Find(address) is { } found ? (found.Start, found.End) : null;

    /// <summary>The row for an address, as linked; false when there is none.</summary>
    internal bool TryFindRow(ulong address, out FrameRow row)
    {
        row = default;
        return Find(address) is { } found && found.Common.TryRun(_frames, found.Instructions, found.Start, address, out row);
    }

    private FrameDescription? Find(ulong address)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_headerAddress + (ulong)Entry(middle, 0) <= address) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return null;
        var at = _headerAddress + (ulong)Entry(low - 1, 4) - _framesAddress;
        return at < (ulong)_frames.Length && ReadFunction((int)at) is { } found && address >= found.Start && address < found.End ? found : null;
    }

    private long Entry(int index, int at) => (int)new DwarfCursor(_header, _tableAt + (index * TableEntrySize) + at).UInt32();

    private FrameDescription? ReadFunction(int at)
    {
        var cursor = new DwarfCursor(_frames, at);
        var length = cursor.UInt32();
        var body = cursor.At;
        if (length is 0 or uint.MaxValue || length > (uint)(_frames.Length - body)) return null;
        var back = cursor.UInt32();
        if (back == 0 || back > body || CommonFrame.TryRead(_frames, body - (int)back, _framesAddress) is not { } common) return null;
        var start = cursor.Pointer(common.PointerEncoding, _framesAddress, 0);
        var size = cursor.Pointer((byte)(common.PointerEncoding & 0x0f), _framesAddress, 0);
        if (common.HasAugmentation) cursor.Skip(cursor.Unsigned());
        var end = body + (int)length;
        return cursor.IsBroken || cursor.At > end || start + size < start ? null : new(start, start + size, common, cursor.At..end);
    }
}
