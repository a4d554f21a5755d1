using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RedisScheduler.Definitions;

/// <summary>Moments as RFC 3339 writes them, to the millisecond.</summary>
public static class TimeText
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>Reads a moment. It has to say its offset (<c>Z</c> or <c>+02:00</c>): a moment without one is a different moment on every machine. Parts of a millisecond are cut off.</summary>
    public static bool TryParse(string text, out DateTimeOffset time, [NotNullWhen(false)] out string? error)
    {
        error = null;
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (hasOffset && DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time))
        {
            time = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
            return true;
        }

        time = default;
        error = $"'{text}' is not a time of RFC 3339 with its offset; write for example 2030-01-31T09:30:00Z.";
        return false;
    }

    /// <summary>Writes a moment in UTC with milliseconds: <c>2030-01-31T09:30:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
