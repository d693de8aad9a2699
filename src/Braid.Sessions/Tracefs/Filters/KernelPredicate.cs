using System.Globalization;

namespace Braid.Sessions.Tracefs.Filters;

/// <summary>What a filter comes to for one event: true or false whatever the event, or a filter of tracefs.</summary>
internal readonly record struct KernelPredicate
{
    private readonly bool _constant;

    private KernelPredicate(string? text, bool constant) => (Text, _constant) = (text, constant);

    /// <summary>True for every event.</summary>
    internal static KernelPredicate Always => new(null, true);

    /// <summary>False for every event.</summary>
    internal static KernelPredicate Never => new(null, false);

    /// <summary>The filter as tracefs takes it; null when it depends on nothing.</summary>
    internal string? Text { get; }

    /// <summary>Whether no event can pass.</summary>
    internal bool IsNever => Text is null && !_constant;

    /// <summary>One comparison of tracefs.</summary>
    internal static KernelPredicate Test(string field, string comparison, Int128 value) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{field} {comparison} {value}"), false);

    /// <summary>One comparison of tracefs with a text that it takes as it is.</summary>
    internal static KernelPredicate Test(string field, string comparison, string value) => new($"{field} {comparison} {value}", false);

    /// <summary>Whether <paramref name="field"/> has one of the bits of <paramref name="mask"/>.</summary>
    internal static KernelPredicate AnyBit(string field, ulong mask) => mask == 0 ? Never : new($"{field} & 0x{mask:x}", false);

    /// <summary>Whether the bits of <paramref name="field"/> in <paramref name="mask"/> are those of <paramref name="value"/>.</summary>
    internal static KernelPredicate Bits(string field, ulong mask, ulong value)
    {
        if ((value & ~mask) != 0) return Never;
        var result = !AnyBit(field, mask & ~value);
        for (var rest = value; rest != 0; rest &= rest - 1) result &= AnyBit(field, rest & (~rest + 1));
        return result;
    }

    /// <summary>A constant.</summary>
    public static implicit operator KernelPredicate(bool constant) => constant ? Always : Never;

    /// <summary>Not.</summary>
    public static KernelPredicate operator !(KernelPredicate one) => one.Text is null ? !one._constant : new KernelPredicate($"!({one.Text})", false);

    /// <summary>Both.</summary>
    public static KernelPredicate operator &(KernelPredicate left, KernelPredicate right)
    {
        if (left.IsNever || right.IsNever) return Never;
        return left.Text is null ? right : right.Text is null ? left : new KernelPredicate($"({left.Text}) && ({right.Text})", false);
    }

    /// <summary>One or both.</summary>
    public static KernelPredicate operator |(KernelPredicate left, KernelPredicate right)
    {
        if (left.Text is null) return left._constant ? Always : right;
        if (right.Text is null) return right._constant ? Always : left;
        return new($"({left.Text}) || ({right.Text})", false);
    }
}
