namespace Braid.Ctf.Decoding;

/// <summary>
/// A field of the current event of a cursor, with all that it holds; valid until the cursor moves. Structures and arrays
/// are walked in order with <c>foreach</c>.
/// </summary>
public readonly ref struct FieldValue
{
    private readonly EventCursor _cursor;

    /// <summary>The first bit, from the packet's start.</summary>
    private readonly long _position;

    internal FieldValue(EventCursor cursor, Field field, long position)
    {
        _cursor = cursor;
        Field = field;
        _position = (position + field.Alignment - 1) & -(long)field.Alignment;
    }

    /// <summary>What it is.</summary>
    public Field Field { get; }

    /// <summary>Its first bit, from the packet's start.</summary>
    internal long Position => _position;

    /// <summary>Members of a structure, elements of an array; 0 for others.</summary>
    public ulong Count => Field.Kind switch
    {
        FieldKind.Array => _cursor.Count(Field),
        FieldKind.Structure => (ulong)Field.Fields.Length,
        _ => 0,
    };

    /// <summary>An integer, sign-extended; of a boolean or bit array, its bits.</summary>
    /// <exception cref="InvalidOperationException">The field is no integer.</exception>
    public long AsInt64() => _cursor.IntegerAt(Field, _position);

    /// <summary>A floating-point number, or an integer converted to one.</summary>
    /// <exception cref="InvalidOperationException">The field is no number.</exception>
    public double AsDouble() => _cursor.RealAt(Field, _position);

    /// <summary>The bytes of a string without its null character, or of a blob.</summary>
    /// <exception cref="InvalidOperationException">The field is neither.</exception>
    public ReadOnlySpan<byte> AsBytes() => _cursor.BytesAt(Field, _position);

    /// <summary>The bytes of a string or blob of given length, also those after a null character.</summary>
    internal ReadOnlySpan<byte> AsRawBytes() => _cursor.RawBytesAt(Field, _position);

    /// <summary>The two halves of a 128-bit number in the order in which they stand.</summary>
    internal (ulong First, ulong Second) AsQuadruple() => _cursor.HalvesAt(Field, _position);

    /// <summary>A string. Allocates.</summary>
    /// <exception cref="InvalidOperationException">The field is no string.</exception>
    public string AsString() => _cursor.StringAt(Field, _position);

    /// <summary>The chosen option of a variant or the content of an optional field; false when the optional field is absent.</summary>
    public bool TryGetContent(out FieldValue content)
    {
        content = default;
        if (Field.Kind is not (FieldKind.Variant or FieldKind.Optional) || _cursor.ChooseOption(Field) is not { } chosen) return false;
        content = new(_cursor, chosen, _position);
        return true;
    }

    /// <summary>Walks members or elements.</summary>
    public Enumerator GetEnumerator() => new(_cursor, Field, _position, Count);

    /// <summary>Walks members or elements in order.</summary>
    public ref struct Enumerator
    {
        private readonly EventCursor _cursor;
        private readonly Field _parent;
        private readonly ulong _count;

        /// <summary>Items returned so far.</summary>
        private ulong _index;

        /// <summary>End of the item before the current one.</summary>
        private long _position;

        internal Enumerator(EventCursor cursor, Field parent, long position, ulong count)
        {
            _cursor = cursor;
            _parent = parent;
            _position = position;
            _count = count;
        }

        /// <summary>The current item.</summary>
        public readonly FieldValue Current => new(_cursor, Item(_index - 1), _position);

        /// <summary>Goes to the next item; false at the end.</summary>
        public bool MoveNext()
        {
            if (_index >= _count) return false;
            if (_index > 0) _cursor.Pass(Item(_index - 1), ref _position);
            _index++;

            // The next items may need the value of this one.
            if (Item(_index - 1).Register >= 0)
            {
                var end = _position;
                _cursor.Pass(Item(_index - 1), ref end);
            }

            return true;
        }

        private readonly Field Item(ulong index) => _parent.Kind == FieldKind.Array ? _parent.Fields[0] : _parent.Fields[(int)index];
    }
}
