using System.Globalization;
using System.Text.Json;
using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>
/// Reads one JSON object field by field. A field is taken by its exact name; what is absent or <c>null</c> reads as <c>null</c>; what has the wrong kind or is out of range is noted
/// and reads as <c>null</c>. <see cref="Finish"/> notes every field that nobody took.
/// </summary>
public sealed class ObjectReader
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Begins to read an object.</summary>
    /// <param name="json">The object; anything else is noted as an error and reads as an empty object.</param>
    /// <param name="path">Its path in the request; empty for the whole request.</param>
    /// <param name="errors">Where mistakes are noted.</param>
    public ObjectReader(JsonElement json, string path, FieldErrors errors)
    {
        Errors = errors;
        Path = path;
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, $"Must be an object, not {JsonWords.Kind(json)}.");
            return;
        }

        foreach (var field in json.EnumerateObject())
        {
            if (JsonWords.Name(field) is not { } name)
            {
                errors.Add(path, "Has a field whose name is no Unicode text.");
            }
            else if (!fields.TryAdd(name, field.Value))
            {
                errors.Add(At(name), "Is given twice.");
            }
        }
    }

    /// <summary>Where mistakes are noted.</summary>
    public FieldErrors Errors { get; }

    /// <summary>The object's path in the request.</summary>
    public string Path { get; }

    /// <summary>The names of its fields, in their order.</summary>
    public IEnumerable<string> Names => fields.Keys;

    /// <summary>The path of a field.</summary>
    public string At(string name) => FieldErrors.Path(Path, name);

    /// <summary>Whether the field is there, <c>null</c> or not.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>A field of any kind.</summary>
    public JsonElement? Any(string name)
    {
        known.Add(name);
        return fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>An object.</summary>
    public ObjectReader? Child(string name) => Any(name) is { } value ? new ObjectReader(value, At(name), Errors) : null;

    /// <summary>A text of 1 to so many characters.</summary>
    public string? Text(string name, int maxLength)
    {
        if (String(name, "a string") is not { } text)
        {
            return null;
        }

        var fault = text.Length == 0 ? "Must not be empty." : text.Length > maxLength ? $"Must be at most {maxLength} characters, not {text.Length}."
            : text.Contains('\0', StringComparison.Ordinal) ? "Must not hold the character U+0000." : null;
        return Refused(name, fault) ? null : text;
    }

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string name, int maxLength)
    {
        Require(name);
        return Text(name, maxLength) ?? "";
    }

    /// <summary>An id; see <see cref="IdText"/>.</summary>
    public string? Id(string name) =>
        String(name, "a string") is { } text && !Refused(name, IdText.Fault(text)) ? text : null;

    /// <summary>Notes that a field has to be there, where it is not.</summary>
    public void Require(string name)
    {
        if (Any(name) is null)
        {
            Errors.Add(At(name), "Is required.");
        }
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        var value = Any(name);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } wrong)
        {
            Errors.Add(At(name), $"Must be true or false, not {JsonWords.Kind(wrong)}.");
            return null;
        }

        return value?.GetBoolean();
    }

    /// <summary>A whole number in a range.</summary>
    public long? Whole(string name, long min, long max)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Errors.Add(At(name), $"Must be a whole number from {min} to {max}, not {JsonWords.Shown(value)}.");
        return null;
    }

    /// <summary>A number in a range.</summary>
    public double? Number(string name, double min, double max)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Errors.Add(At(name), string.Create(CultureInfo.InvariantCulture, $"Must be a number from {min} to {max}, not {JsonWords.Shown(value)}."));
        return null;
    }

    /// <summary>A duration; its range is for the caller to check where it is not between zero and a maximum.</summary>
    public TimeSpan? Duration(string name, TimeSpan min, TimeSpan max)
    {
        if (String(name, "a duration such as 30s") is not { } text)
        {
            return null;
        }

        string? fault = null;
        var duration = TimeSpan.Zero;
        if (min > TimeSpan.Zero || text is not ("0s" or "0ms" or "PT0S"))
        {
            fault = DurationText.TryParse(text, out duration, out var error) ? null : error;
        }

        fault ??= duration < min || duration > max ? $"Must be from {DurationText.Format(min)} to {DurationText.Format(max)}, not {text}." : null;
        return Refused(name, fault) ? null : duration;
    }

    /// <summary>A moment; see <see cref="TimeText"/>.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (String(name, "a time such as 2030-01-31T09:30:00Z") is not { } text)
        {
            return null;
        }

        return !Refused(name, TimeText.TryParse(text, out var time, out var error) ? null : error) ? time : null;
    }

    /// <summary>One word of a list.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words) where T : struct
    {
        if (Any(name) is null)
        {
            return null;
        }

        var choice = string.Join(", ", words.Keys);
        if (String(name, $"one of {choice}") is not { } text)
        {
            return null;
        }

        if (words.TryGetValue(text, out var found))
        {
            return found;
        }

        Errors.Add(At(name), $"Must be one of {choice}, not {JsonWords.Shown(Any(name)!.Value)}.");
        return null;
    }

    /// <summary>The items of a list, each with its path; <c>null</c> where the field is absent or no list.</summary>
    public IReadOnlyList<(string Path, JsonElement Value)>? List(string name, int maxCount)
    {
        if (Kind(name, JsonValueKind.Array, "a list") is not { } value)
        {
            return null;
        }

        var count = value.GetArrayLength();
        return Refused(name, count > maxCount ? $"Must be at most {maxCount} items, not {count}." : null)
            ? null
            : [.. value.EnumerateArray().Select((item, index) => (string.Create(CultureInfo.InvariantCulture, $"{At(name)}[{index}]"), item))];
    }

    /// <summary>Labels: a list of at most 50 different texts of 1 to 128 characters.</summary>
    public IReadOnlyList<string> Tags(string name)
    {
        var tags = new List<string>();
        foreach (var (path, value) in List(name, maxCount: 50) ?? [])
        {
            if (JsonWords.Text(value) is not { Length: > 0 and <= 128 } tag || tag.Contains('\0', StringComparison.Ordinal))
            {
                Errors.Add(path, $"Must be a string of 1 to 128 characters, not {JsonWords.Shown(value)}.");
            }
            else if (tags.Contains(tag, StringComparer.Ordinal))
            {
                Errors.Add(path, $"'{tag}' is given twice.");
            }
            else
            {
                tags.Add(tag);
            }
        }

        return tags;
    }

    /// <summary>Notes every field that nobody asked for, with the name that was probably meant.</summary>
    public void Finish()
    {
        foreach (var name in fields.Keys.Where(name => !known.Contains(name)))
        {
            var meant = known.FirstOrDefault(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase));
            Errors.Add(At(name), meant is null ? "Is not a known field." : $"Is not a known field; '{meant}' is.");
        }
    }

    private JsonElement? Kind(string name, JsonValueKind kind, string words)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Errors.Add(At(name), $"Must be {words}, not {JsonWords.Kind(value)}.");
        return null;
    }

    private string? String(string name, string words)
    {
        if (Kind(name, JsonValueKind.String, words) is not { } value)
        {
            return null;
        }

        var text = JsonWords.Text(value);
        Errors.AddIf(At(name), text is null ? "Is no Unicode text." : null);
        return text;
    }

    private bool Refused(string name, string? fault)
    {
        Errors.AddIf(At(name), fault);
        return fault is not null;
    }
}
