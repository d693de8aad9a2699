using System.Collections.Concurrent;

namespace Braid.Tracing;

/// <summary>
/// A context of the program's own, LTTng's <c>$app.PROVIDER:TYPE</c>: a text, such as the tenant or the request that is being
/// worked on, which goes with each event of recordings that ask for it
/// (<c>braid record --context '$app.shop:tenant'</c>, <c>--filter '$app.shop:tenant == "a*"'</c>). The value belongs to the
/// flow of control, as <see cref="AsyncLocal{T}"/> does: what is awaited or started from here sees it, the caller does not see what
/// they set. All instances of one name are one context. Thread-safe.
/// </summary>
public sealed class TraceContext
{
    /// <summary>Bytes of UTF-8 that are recorded of a value; a longer one is cut at a character.</summary>
    public const int MaxLength = 1024;

    private static readonly ConcurrentDictionary<string, AsyncLocal<string?>> s_values = new();

    private readonly AsyncLocal<string?> _value;

    /// <summary>The context <c>$app.PROVIDER:TYPE</c>.</summary>
    /// <param name="provider">ASCII letters, digits and <c>_</c>.</param>
    /// <param name="type">The same.</param>
    /// <exception cref="ArgumentException">A name is empty or has other characters.</exception>
    public TraceContext(string provider, string type)
    {
        Check(provider, nameof(provider));
        Check(type, nameof(type));
        _value = Values($"{provider}:{type}");
    }

    /// <summary>The value here and now; null is recorded as an empty text. Setting it costs some 50 ns, recorded or not.</summary>
    public string? Value
    {
        get => _value.Value;
        set => _value.Value = value;
    }

    /// <summary>Where the values of <paramref name="name"/>, <c>PROVIDER:TYPE</c>, are.</summary>
    internal static AsyncLocal<string?> Values(string name) => s_values.GetOrAdd(name, static _ => new());

    /// <summary>Sets the value until the result is disposed, which puts back what was there: <c>using (s_tenant.Set("a")) { … }</c>.</summary>
    public Scope Set(string? value)
    {
        var before = _value.Value;
        _value.Value = value;
        return new(_value, before);
    }

    private static void Check(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (!name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw new ArgumentException($"'{name}' has more than ASCII letters, digits and '_'", parameter);
    }

    /// <summary>The time for which a value is set.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly AsyncLocal<string?>? _value;
        private readonly string? _before;

        internal Scope(AsyncLocal<string?> value, string? before) => (_value, _before) = (value, before);

        /// <summary>Puts back the value from before.</summary>
        public void Dispose()
        {
            if (_value is not null) _value.Value = _before;
        }
    }
}
