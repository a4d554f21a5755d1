using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Reads settings by name and collects what is wrong with them, so that a person learns of all mistakes at once. An empty text counts as not set.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> faults = [];

    public string? Text(string name, Func<string, string?>? check = null)
    {
        var text = configuration[name]?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (check?.Invoke(text) is { } fault)
        {
            Refuse(name, fault);
        }

        return text;
    }

    public int Number(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(
            name,
            max == int.MaxValue ? $"'{text}' is not a whole number from {min}" : $"'{text}' is not a whole number from {min} to {max}"
        );
        return fallback;
    }

    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (!DurationText.TryParse(text, out var value, out var error))
        {
            Refuse(name, error!.TrimEnd('.'));
            return fallback;
        }

        if (value < min || value > max)
        {
            Refuse(name, $"'{text}' is not from {DurationText.Format(min)} to {DurationText.Format(max)}");
        }

        return value;
    }

    public bool Flag(string name, bool fallback)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null:
                return fallback;
            case "true" or "1" or "yes":
                return true;
            case "false" or "0" or "no":
                return false;
            default:
                Refuse(name, $"'{Text(name)}' is neither true nor false");
                return fallback;
        }
    }

    /// <summary>Names separated by commas, in their order; <c>null</c> where the setting is not set.</summary>
    public IReadOnlyList<string>? Ids(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var ids = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (var id in ids.Where(id => !IdRule.Holds(id)))
        {
            Refuse(name, $"'{id}' is not a name; {IdRule.Text}");
        }

        return ids.Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>Commands by name: an executable's full path, then arguments.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Commands(string name)
    {
        var commands = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var entry in configuration.GetSection(name).GetChildren())
        {
            var setting = $"{name}__{entry.Key}";
            var line = CommandLine.Split(entry.Value ?? "", out var fault);
            fault ??= !IdRule.Holds(entry.Key) ? $"'{entry.Key}' is not a name; {IdRule.Text}"
                : line.Count == 0 || !Path.IsPathFullyQualified(line[0]) ? "has to begin with the full path of an executable"
                : null;
            if (fault is not null)
            {
                Refuse(setting, fault);
            }

            commands[entry.Key] = line;
        }

        return commands;
    }

    public Roles Roles(string name, Roles fallback)
    {
        var roles = Hosting.Roles.None;
        foreach (var word in Ids(name) ?? [])
        {
            switch (word.ToLowerInvariant())
            {
                case "api":
                    roles |= Hosting.Roles.Api;
                    break;
                case "scheduler":
                    roles |= Hosting.Roles.Scheduler;
                    break;
                case "worker":
                    roles |= Hosting.Roles.Worker;
                    break;
                case "recorder":
                    roles |= Hosting.Roles.Recorder;
                    break;
                default:
                    Refuse(name, $"'{word}' is not one of api, scheduler, worker, recorder");
                    break;
            }
        }

        return roles == Hosting.Roles.None ? fallback : roles;
    }

    public void Refuse(string name, string fault) => faults.Add(SettingsException.Line(name, fault));

    public void ThrowIfRefused()
    {
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }
}
