using System.Globalization;
using System.Text;

namespace RedisScheduler.Timing;

/// <summary>
/// Durations as people write them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>1d</c>, or ISO 8601 with days and
/// time parts, <c>PT5M</c>, <c>P1DT12H</c>. Whole numbers only, greatest unit first, each unit once, more than zero.
/// </summary>
public static class DurationText
{
    private static readonly (string Name, long Ms)[] Short = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    private static readonly (string Name, long Ms)[] IsoDays = [("D", 86_400_000)];
    private static readonly (string Name, long Ms)[] IsoTime = [("H", 3_600_000), ("M", 60_000), ("S", 1_000)];
    private static readonly long MaxMs = TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text. Never trimmed: a space in it is an error.</param>
    /// <param name="value">The duration, more than zero; zero where the answer is false.</param>
    /// <param name="error">Why the text was refused; null where the answer is true.</param>
    public static bool TryParse(string text, out TimeSpan value, out string? error)
    {
        long ms = 0;
        error = text.StartsWith('P') ? ReadIso(text.AsSpan(1), ref ms) : ReadParts(text, Short, ref ms);
        if (error is null && ms == 0)
            error = "must be more than zero";
        value = error is null ? TimeSpan.FromMilliseconds(ms) : TimeSpan.Zero;
        error = error is null ? null : $"'{text}' is not a duration: {error}; write for example 30s, 5m, 1h30m, 1d or PT5M.";
        return error is null;
    }

    /// <summary>Writes a duration in the short form that <see cref="TryParse"/> reads; parts of a millisecond are left off.</summary>
    public static string Format(TimeSpan value)
    {
        var left = Math.Abs(value.Ticks / TimeSpan.TicksPerMillisecond);
        var text = new StringBuilder(value.Ticks <= -TimeSpan.TicksPerMillisecond ? "-" : "");
        foreach (var (name, ms) in Short)
        {
            if (left >= ms)
                text.Append(CultureInfo.InvariantCulture, $"{left / ms}{name}");
            left %= ms;
        }
        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static string? ReadIso(ReadOnlySpan<char> text, ref long ms)
    {
        var time = text.IndexOf('T');
        if (time < 0)
            return ReadParts(text, IsoDays, ref ms);
        if (time > 0 && ReadParts(text[..time], IsoDays, ref ms) is { } error)
            return error;
        return ReadParts(text[(time + 1)..], IsoTime, ref ms);
    }

    private static string? ReadParts(ReadOnlySpan<char> text, (string Name, long Ms)[] units, ref long total)
    {
        if (text.IsEmpty)
            return "a number with a unit is missing";
        if (text[0] == '-')
            return "must not be negative";

        var next = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0)
                return $"a unit is missing after {text}";
            if (digits == 0)
                return $"a number is missing before '{text}'";
            if (text[digits] is '.' or ',')
                return "fractions are not allowed, use a smaller unit";

            var number = text[..digits];
            text = text[digits..];
            var length = text.IndexOfAnyInRange('0', '9');
            var unit = length < 0 ? text : text[..length];
            var at = Find(units, unit);
            if (at < 0)
                return $"unknown unit '{unit}'";
            if (at < next)
                return $"unit '{unit}' is out of order, the greatest stands first and each only once";
            if (
                !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > (MaxMs - total) / units[at].Ms
            )
                return "it is too long";
            total += count * units[at].Ms;
            text = text[unit.Length..];
            next = at + 1;
        }
        return null;
    }

    private static int Find((string Name, long Ms)[] units, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < units.Length; i++)
            if (name.SequenceEqual(units[i].Name))
                return i;
        return -1;
    }
}
