using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Bpf;

/// <summary>
/// Memory that BPF programs and this process share. The kernel frees it with the last descriptor and the last program that
/// uses it, so nothing is left of a process that was killed. Thread-safe, as the kernel's maps are.
/// </summary>
public sealed unsafe class BpfMap : IDisposable
{
    /// <summary>Lets an array be mapped: <see cref="Map"/>.</summary>
    private const uint Mappable = 1 << 10;

    private readonly SafeFileHandle _handle;
    private readonly int _keySize, _valueSize, _entries;
    private readonly string _name;
    private nint _mapped = -1;

    private BpfMap(SafeFileHandle handle, string name, int keySize, int valueSize, int entries)
    {
        (_handle, _name, _keySize, _valueSize, _entries) = (handle, name, keySize, valueSize, entries);
    }

    /// <summary>What <c>Assembler.SetMap</c> takes; valid until <see cref="Dispose"/>.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    internal SafeFileHandle Handle => _handle;

    private nuint MappedSize => ((nuint)_valueSize * (nuint)_entries + (nuint)Environment.SystemPageSize - 1) & ~((nuint)Environment.SystemPageSize - 1);

    /// <summary>Makes a map.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="name">Shown by the kernel's tools; at most 15 letters and digits are.</param>
    /// <param name="keySize">Bytes of a key; 4 for arrays, 0 for a ring.</param>
    /// <param name="valueSize">Bytes of a value; 4 for programs and maps, 0 for a ring.</param>
    /// <param name="entries">The most there can be; for a ring its bytes, a power of two and of whole pages.</param>
    /// <param name="inner">For an array of maps: one like those it will hold.</param>
    /// <param name="mappable">Whether <see cref="Map"/> will be called: arrays only.</param>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public static BpfMap Create(BpfMapType type, string name, int keySize, int valueSize, int entries, BpfMap? inner = null, bool mappable = false)
    {
        Span<byte> attributes = stackalloc byte[48];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, (int)type);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], keySize);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], valueSize);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[12..], entries);
        BinaryPrimitives.WriteUInt32LittleEndian(attributes[16..], mappable ? Mappable : 0);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[20..], inner?.Descriptor ?? 0);
        BpfCall.WriteName(attributes[28..], name);
        var descriptor = BpfCall.Try(BpfCall.MapCreate, attributes);
        if (descriptor < 0) KernelFile.Throw("make", $"eBPF map '{name}'");
        return new(new SafeFileHandle(descriptor, ownsHandle: true), name, keySize, valueSize, entries);
    }

    /// <summary>Sets the value of a key.</summary>
    /// <exception cref="KernelException">The kernel refused: the map is full, the key is beyond the array.</exception>
    public void Update<TKey, TValue>(TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        if (Element(BpfCall.MapUpdate, &key, sizeof(TKey), &value, sizeof(TValue)) < 0) KernelFile.Throw("write to", $"eBPF map '{_name}'");
    }

    /// <summary>Reads the value of a key; false when there is none.</summary>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public bool TryGet<TKey, TValue>(TKey key, out TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        TValue found;
        var result = Element(BpfCall.MapLookup, &key, sizeof(TKey), &found, sizeof(TValue));
        if (result < 0 && Marshal.GetLastPInvokeError() != Errno.NoEntry) KernelFile.Throw("read", $"eBPF map '{_name}'");
        value = result < 0 ? default : found;
        return result >= 0;
    }

    /// <summary>The values of an array, as programs change them; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="KernelException">The array was not made for it.</exception>
    public ReadOnlySpan<byte> Map()
    {
        if (_mapped == -1) _mapped = Libc.Map(0, MappedSize, Libc.ProtRead, Libc.MapShared, _handle, 0);
        if (_mapped == -1) KernelFile.Throw("map", $"eBPF map '{_name}'");

        // In bounds: the kernel rounds values up to 8 bytes, callers make them so, and has mapped whole pages of them.
        return new((void*)_mapped, _valueSize * _entries);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_mapped != -1) _ = Libc.Unmap(_mapped, MappedSize);
        _mapped = -1;
        _handle.Dispose();
    }

    private int Element(int command, void* key, int keySize, void* value, int valueSize)
    {
        if (keySize != _keySize || valueSize != _valueSize)
            throw new ArgumentException($"eBPF map '{_name}' has keys of {_keySize} and values of {_valueSize} bytes, not {keySize} and {valueSize}");
        Span<byte> attributes = stackalloc byte[32];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, Descriptor);
        BinaryPrimitives.WriteInt64LittleEndian(attributes[8..], (nint)key);
        BinaryPrimitives.WriteInt64LittleEndian(attributes[16..], (nint)value);
        return BpfCall.Try(command, attributes);
    }
}
