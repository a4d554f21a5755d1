using RedisScheduler.Errors;

namespace RedisScheduler.Definitions;

/// <summary>Everything that is wrong with a request, by JSON path, so that its writer learns of all mistakes at once.</summary>
public sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> messages = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => messages.Count > 0;

    /// <summary>Whether anything is wrong with a field.</summary>
    public bool Has(string path) => messages.ContainsKey(path);

    /// <summary>The path of a field of an object; the object's own path is empty for the whole request.</summary>
    public static string Path(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>Notes what is wrong with a field, or with the whole request, which is shown as <c>$</c>.</summary>
    public void Add(string path, string message)
    {
        path = path.Length == 0 ? "$" : path;
        if (!messages.TryGetValue(path, out var list))
        {
            messages[path] = list = [];
        }

        list.Add(message);
    }

    /// <summary>Notes it where there is something wrong.</summary>
    public void AddIf(string path, string? message)
    {
        if (message is not null)
        {
            Add(path, message);
        }
    }

    /// <summary>Throws with everything that was noted, where anything was.</summary>
    /// <exception cref="InvalidInputException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new InvalidInputException(messages.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
        }
    }

    /// <summary>The exception for one mistake.</summary>
    public static InvalidInputException One(string path, string message) => new(new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [message] });
}
