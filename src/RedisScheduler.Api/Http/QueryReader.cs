using System.Globalization;
using RedisScheduler.Definitions;

namespace RedisScheduler.Api.Http;

/// <summary>Reads the parameters of a query; what is absent or empty reads as <c>null</c>, what is wrong is noted under the parameter's name.</summary>
internal sealed class QueryReader(HttpContext http)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;
    private const int MaxText = 1_000;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Where mistakes are noted.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>Any text.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        var values = http.Request.Query[name];
        Errors.AddIf(name, values.Count > 1 ? "Is given twice." : null);
        var text = values.Count == 0 ? null : values[0];
        Errors.AddIf(name, text?.Length > MaxText ? $"Must be at most {MaxText} characters." : null);
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Errors.Add(name, $"Must be a whole number from {min} to {max}, not '{text}'.");
        return fallback;
    }

    /// <summary>true or false; false where it is absent.</summary>
    public bool Flag(string name)
    {
        var text = Text(name);
        Errors.AddIf(name, text is null or "true" or "false" ? null : $"Must be true or false, not '{text}'.");
        return text == "true";
    }

    /// <summary>How many rows of a list.</summary>
    public int Limit() => Whole("limit", DefaultLimit, 1, MaxLimit);

    /// <summary>A moment.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeText.TryParse(text, out var time, out var error))
        {
            return time;
        }

        Errors.Add(name, error);
        return null;
    }

    /// <summary>One word of an enum.</summary>
    public T? Word<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Words.Of<T>().TryGetValue(text, out var value))
        {
            return value;
        }

        Errors.Add(name, $"Must be one of {string.Join(", ", Words.Of<T>().Keys)}, not '{text}'.");
        return null;
    }

    /// <summary>Refuses the request where anything is wrong, or where it has a parameter that nobody asked for.</summary>
    /// <exception cref="RedisScheduler.Errors.InvalidInputException">It has.</exception>
    public void Finish()
    {
        foreach (var name in http.Request.Query.Keys.Where(name => !known.Contains(name)))
        {
            Errors.Add(name, "Is not a known parameter.");
        }

        Errors.ThrowIfAny();
    }
}
