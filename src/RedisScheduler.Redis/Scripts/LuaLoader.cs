using System.Text;

namespace RedisScheduler.Redis.Scripts;

/// <summary>
/// Resolves <c>-- @include name</c> lines: each include stands once, before what needs it, in the order in which they are named. Includes that are named inside a function stand there, with all
/// that they include and that does not stand outside: Redis makes all functions of a script anew at each call, and those only when that function is called. A missing include and a cycle are errors.
/// </summary>
internal sealed class LuaLoader(Func<string, string?> read)
{
    private const string Mark = "-- @include ";

    /// <summary>The script of a name.</summary>
    /// <exception cref="InvalidDataException">There is no such script or include, or includes need each other.</exception>
    public LuaScript Load(string name)
    {
        var source = read(name) ?? throw new InvalidDataException($"There is no script '{name}'.");
        return new LuaScript(name, new Scope(this, []).Resolve([(name, source)], []));
    }

    private (string Name, string Source) Include(string line, string by)
    {
        var name = line.Trim()[Mark.Length..];
        return (name, read($"includes/{name}") ?? throw new InvalidDataException($"The script '{by}' includes '{name}', which does not exist."));
    }

    private static bool IsMark(string line) => line.TrimStart().StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The script, or a function that has includes.</summary>
    /// <param name="loader">Where they are read.</param>
    /// <param name="around">What stands in the scopes around it.</param>
    private sealed class Scope(LuaLoader loader, HashSet<string> around)
    {
        private readonly HashSet<string> here = new(around, StringComparer.Ordinal);
        private readonly HashSet<string> done = new(around, StringComparer.Ordinal);
        private readonly StringBuilder text = new();

        public string Resolve(List<(string Name, string Source)> files, List<string> path)
        {
            files.ForEach(Plan);
            files.ForEach(file => Append(file, path));
            return text.ToString();
        }

        private void Plan((string Name, string Source) file)
        {
            if (!here.Add(file.Name))
                return;
            foreach (var line in file.Source.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)))
                Plan(loader.Include(line, file.Name));
        }

        private void Append((string Name, string Source) file, List<string> path)
        {
            if (done.Contains(file.Name) && !path.Contains(file.Name, StringComparer.Ordinal))
                return;
            Enter(file.Name, path);
            var body = new StringBuilder();
            List<(string Name, string Source)> inner = [];
            foreach (var line in file.Source.Split('\n'))
            {
                if (IsMark(line))
                {
                    if (line.StartsWith(Mark, StringComparison.Ordinal))
                        Append(loader.Include(line, file.Name), path);
                    else
                        inner.Add(loader.Include(line, file.Name));
                    continue;
                }

                body.Append(Inner(inner, path));
                inner.Clear();
                if (!line.StartsWith("--", StringComparison.Ordinal) && line.Length > 0)
                    body.Append(line).Append('\n');
            }

            text.Append(body);
            done.Add(file.Name);
            path.RemoveAt(path.Count - 1);
        }

        private string Inner(List<(string Name, string Source)> files, List<string> path)
        {
            files.ForEach(file => AppendNeeded(file, path));
            return files.Count == 0 ? "" : new Scope(loader, here).Resolve(files, path);
        }

        // What is needed inside, and stands here, has to stand before.
        private void AppendNeeded((string Name, string Source) file, List<string> path)
        {
            if (here.Contains(file.Name))
            {
                Append(file, path);
                return;
            }

            Enter(file.Name, path);
            foreach (var line in file.Source.Split('\n').Where(IsMark))
                AppendNeeded(loader.Include(line, file.Name), path);
            path.RemoveAt(path.Count - 1);
        }

        private static void Enter(string name, List<string> path)
        {
            if (path.Contains(name, StringComparer.Ordinal))
                throw new InvalidDataException($"Includes need each other: {string.Join(" > ", path)} > {name}.");
            path.Add(name);
        }
    }
}
