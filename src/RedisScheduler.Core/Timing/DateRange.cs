using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RedisScheduler.Timing;

/// <summary>Days in a row: <c>2026-12-25</c> alone, or <c>2026-12-24/2027-01-02</c>, both ends counted, as ISO 8601 writes intervals.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, not before the first.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DateRange(DateOnly First, DateOnly Last)
{
    private const string Form = "yyyy-MM-dd";
    private static readonly DateOnly Least = new(1970, 1, 1);
    private static readonly DateOnly Most = new(2199, 12, 31);

    /// <summary>Reads one, or says why it is none.</summary>
    public static bool TryParse(string text, out DateRange range, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = default;
        var parts = text.Split('/');
        var last = default(DateOnly);
        if (parts.Length > 2 || !TryDate(parts[0], out var first) || !TryDate(parts[^1], out last))
        {
            error = $"'{text}' is no date; write for example 2026-12-25, or 2026-12-24/2027-01-02 for several days in a row.";
        }
        else if (first < Least || last > Most)
        {
            error = $"'{text}' is not between 1970 and 2199.";
        }
        else if (last < first)
        {
            error = $"'{text}' ends before it begins.";
        }
        else
        {
            range = new DateRange(first, last);
            error = null;
        }

        return error is null;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        First == Last ? Text(First) : $"{Text(First)}/{Text(Last)}";

    private static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string Text(DateOnly date) => date.ToString(Form, CultureInfo.InvariantCulture);
}
