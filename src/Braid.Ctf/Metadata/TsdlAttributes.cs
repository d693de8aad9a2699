using System.Numerics;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Reads the attributes of basic types, for example <c>{ size = 8; align = 8; signed = false; }</c>. Unknown ones are passed over.</summary>
internal static class TsdlAttributes
{
    public static TsdlType.Integer Integer(TsdlCursor cursor, ByteOrder native)
    {
        var start = cursor.Next;
        var (size, alignment) = (0, 0);
        var integer = new TsdlType.Integer { ByteOrder = native };
        ForEach(cursor, name =>
        {
            switch (name)
            {
                case "size": size = Size(cursor); break;
                case "align": alignment = Alignment(cursor); break;
                case "signed": integer.IsSigned = Boolean(cursor); break;
                case "byte_order": integer.ByteOrder = Order(cursor, native); break;
                case "base": integer.Base = Base(cursor); break;
                case "encoding": integer.IsText = Encoding(cursor); break;
                case "map": integer.Clock = Clock(cursor); break;
                default: return false;
            }

            return true;
        });
        if (size == 0) throw cursor.Fault(start, "an integer needs a size");
        integer.Size = size;
        integer.Alignment = alignment != 0 ? alignment : size % 8 == 0 ? 8 : 1;
        return integer;
    }

    public static TsdlType Float(TsdlCursor cursor, ByteOrder native)
    {
        var start = cursor.Next;
        ulong exponent = 0, mantissa = 0;
        var alignment = 1;
        var order = native;
        ForEach(cursor, name =>
        {
            switch (name)
            {
                case "exp_dig": exponent = Unsigned(cursor); break;
                case "mant_dig": mantissa = Unsigned(cursor); break;
                case "align": alignment = Alignment(cursor); break;
                case "byte_order": order = Order(cursor, native); break;
                default: return false;
            }

            return true;
        });
        var size = (exponent, mantissa) switch
        {
            (5, 11) => 16,
            (8, 24) => 32,
            (11, 53) => 64,
            (15, 113) => 128,
            _ => throw cursor.Fault(start, $"no floating-point format has {exponent} exponent and {mantissa} mantissa digits"),
        };
        return new TsdlType.Real(new FloatFieldClass(size, alignment) { ByteOrder = order });
    }

    public static TsdlType Text(TsdlCursor cursor)
    {
        if (cursor.Next.Is("{"))
        {
            ForEach(cursor, name =>
            {
                if (name != "encoding") return false;
                Encoding(cursor);
                return true;
            });
        }

        return new TsdlType.Text();
    }

    public static int Alignment(TsdlCursor cursor)
    {
        var at = cursor.Next;
        var value = Unsigned(cursor);
        if (!BitOperations.IsPow2(value) || value > 1 << 16) throw cursor.Fault(at, $"expected an alignment: a power of two up to 65536, found {value}");
        return (int)value;
    }

    public static ulong Unsigned(TsdlCursor cursor)
    {
        if (cursor.Next.Kind != TsdlTokenKind.Number) throw cursor.Fault("an unsigned number");
        return cursor.Take().Value;
    }

    public static BigInteger Number(TsdlCursor cursor)
    {
        var negative = cursor.TryTake("-");
        if (!negative) cursor.TryTake("+");
        var value = new BigInteger(Unsigned(cursor));
        return negative ? -value : value;
    }

    public static ByteOrder Order(TsdlCursor cursor, ByteOrder native) => Symbol(cursor) switch
    {
        "le" => ByteOrder.LittleEndian,
        "be" or "network" => ByteOrder.BigEndian,
        "native" => native,
        _ => throw Unexpected(cursor, "le, be, network or native"),
    };

    public static bool Boolean(TsdlCursor cursor)
    {
        if (cursor.Next.Kind == TsdlTokenKind.Number && cursor.Next.Value <= 1) return cursor.Take().Value == 1;
        return cursor.Next.Kind == TsdlTokenKind.Word ? Symbol(cursor) switch
        {
            "true" or "TRUE" => true,
            "false" or "FALSE" => false,
            _ => throw Unexpected(cursor, "true or false"),
        }
        : throw cursor.Fault("true or false");
    }

    /// <summary>Passes over a value: a number, a string or dotted words.</summary>
    public static void Skip(TsdlCursor cursor)
    {
        while (!cursor.Next.Is(";") && !cursor.Next.Is("}") && !cursor.IsAtEnd) cursor.Take();
    }

    private static void ForEach(TsdlCursor cursor, Func<string, bool> read)
    {
        cursor.Expect("{");
        while (!cursor.TryTake("}"))
        {
            if (cursor.Next.Kind != TsdlTokenKind.Word) throw cursor.Fault("an attribute");
            var name = cursor.Take().Text;
            while (cursor.TryTake(".")) name += "." + cursor.Take().Text;
            cursor.Expect("=");
            if (!read(name)) Skip(cursor);
            cursor.Expect(";");
        }
    }

    private static int Size(TsdlCursor cursor)
    {
        var at = cursor.Next;
        var value = Unsigned(cursor);
        if (value is 0 or > 64) throw cursor.Fault(at, $"expected a size of 1 to 64 bits, found {value}");
        return (int)value;
    }

    private static DisplayBase Base(TsdlCursor cursor)
    {
        if (cursor.Next.Kind == TsdlTokenKind.Number)
        {
            if (cursor.Next.Value is 2 or 8 or 10 or 16) return (DisplayBase)cursor.Take().Value;
            throw cursor.Fault("the base 2, 8, 10 or 16");
        }

        return Symbol(cursor) switch
        {
            "decimal" or "dec" or "d" or "i" or "u" => DisplayBase.Decimal,
            "hexadecimal" or "hex" or "x" or "X" or "p" => DisplayBase.Hexadecimal,
            "octal" or "oct" or "o" => DisplayBase.Octal,
            "binary" or "b" => DisplayBase.Binary,
            _ => throw Unexpected(cursor, "a base"),
        };
    }

    private static bool Encoding(TsdlCursor cursor) => Symbol(cursor) switch
    {
        "none" => false,
        "UTF8" or "utf8" or "ASCII" or "ascii" or "UTF-8" or "utf-8" => true,
        _ => throw Unexpected(cursor, "the encoding none, UTF8 or ASCII"),
    };

    private static string Clock(TsdlCursor cursor)
    {
        if (!cursor.TryTakeWord("clock")) throw cursor.Fault("clock.NAME.value");
        cursor.Expect(".");
        var name = cursor.Take().Text;
        cursor.Expect(".");
        if (!cursor.TryTakeWord("value")) throw cursor.Fault("'value'");
        return name;
    }

    /// <summary>A word or a string: the grammar allows both.</summary>
    private static string Symbol(TsdlCursor cursor) =>
        cursor.Next.Kind is TsdlTokenKind.Word or TsdlTokenKind.Text ? cursor.Take().Text : throw cursor.Fault("a word");

    private static CtfException Unexpected(TsdlCursor cursor, string expected)
    {
        cursor.Position--;
        return cursor.Fault(expected);
    }
}
