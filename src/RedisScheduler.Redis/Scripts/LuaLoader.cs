using System.Text;

namespace RedisScheduler.Redis.Scripts;

/// <summary>
/// Resolves <c>-- @include name</c> lines: each include stands once, before what needs it, in the order in which they are named. A missing include and a cycle are errors.
/// </summary>
internal sealed class LuaLoader(Func<string, string?> read)
{
    private const string Mark = "-- @include ";

    /// <summary>The script of a name.</summary>
    /// <exception cref="InvalidDataException">There is no such script or include, or includes need each other.</exception>
    public LuaScript Load(string name)
    {
        var text = new StringBuilder();
        Append(name, read(name) ?? throw new InvalidDataException($"There is no script '{name}'."), [], [], text);
        return new LuaScript(name, text.ToString());
    }

    private void Append(string name, string source, HashSet<string> done, List<string> path, StringBuilder text)
    {
        if (path.Contains(name, StringComparer.Ordinal))
            throw new InvalidDataException($"Includes need each other: {string.Join(" > ", path)} > {name}.");
        if (!done.Add(name))
            return;
        path.Add(name);
        var body = new StringBuilder();
        foreach (var line in source.Split('\n'))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
                AppendInclude(line[Mark.Length..].Trim(), name, done, path, text);
            else if (!line.StartsWith("--", StringComparison.Ordinal) && line.Length > 0)
                body.Append(line).Append('\n');
        }
        text.Append(body);
        path.RemoveAt(path.Count - 1);
    }

    private void AppendInclude(string include, string by, HashSet<string> done, List<string> path, StringBuilder text)
    {
        var source = read($"includes/{include}") ?? throw new InvalidDataException($"The script '{by}' includes '{include}', which does not exist.");
        Append(include, source, done, path, text);
    }
}
