namespace RedisScheduler.Timing;

/// <summary>Takes an expression apart into fields, or says at which position it cannot.</summary>
internal static class CronParser
{
    private const string EveryMacro = "@every";

    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@every_second"] = "* * * * * *",
        ["@every_minute"] = "* * * * *",
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
    };

    /// <summary>Reads an expression: six parts, or for <c>@every 90s</c> a duration.</summary>
    internal static CronError? Read(string text, out CronPart[] parts, out TimeSpan? every)
    {
        parts = [];
        every = null;
        var words = Words(text);
        if (words.Count == 0)
            return new("The expression is empty, at position 0.", "expression", 0);
        if (text[words[0].Start.Value] == '@')
            return ReadMacro(text, words, out parts, out every);
        return ReadFields(text, words, out parts);
    }

    private static CronError? ReadFields(string text, List<Range> words, out CronPart[] parts)
    {
        parts = [];
        if (words.Count is not (5 or 6))
        {
            var position = words.Count > 6 ? words[6].Start.Value : words[^1].End.Value;
            return new($"Expected 5 or 6 fields, found {words.Count}, at position {position}.", "expression", position);
        }

        var read = new CronPart[6];
        var offset = 6 - words.Count;
        read[0] = CronPart.SecondZero;
        for (var i = 0; i < words.Count; i++)
        {
            var reader = new CronReader(text, words[i].Start.Value, words[i].End.Value, CronField.All[i + offset]);
            if (reader.Read() is not { } part)
                return reader.Error;
            read[i + offset] = part;
        }
        parts = read;
        return null;
    }

    private static CronError? ReadMacro(string text, List<Range> words, out CronPart[] parts, out TimeSpan? every)
    {
        parts = [];
        every = null;
        var name = text[words[0]];
        if (name.Equals(EveryMacro, StringComparison.OrdinalIgnoreCase))
            return ReadEvery(text, words, out every);
        if (!Macros.TryGetValue(name, out var meaning))
            return Macro($"'{name}' is not a macro; they are {string.Join(", ", Macros.Keys)} and {EveryMacro} 90s", words[0].Start.Value);
        if (words.Count > 1)
            return Macro($"nothing may follow {name}", words[1].Start.Value);
        return Read(meaning, out parts, out _);
    }

    private static CronError? ReadEvery(string text, List<Range> words, out TimeSpan? every)
    {
        every = null;
        if (words.Count != 2)
            return Macro($"{EveryMacro} takes one duration, such as 90s", words.Count > 2 ? words[2].Start.Value : words[0].End.Value);
        if (!DurationText.TryParse(text[words[1]], out var value, out var error))
            return Macro(error!.TrimEnd('.'), words[1].Start.Value);
        if (TimingRules.IntervalFault(value) is { } fault)
            return Macro(fault.TrimEnd('.'), words[1].Start.Value);
        every = value;
        return null;
    }

    private static CronError Macro(string what, int position) => new($"{what}, in the macro at position {position}.", "macro", position);

    private static List<Range> Words(string text)
    {
        var words = new List<Range>();
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && text[at] is not (' ' or '\t'))
                at++;
            if (at > start)
                words.Add(start..at);
        }
        return words;
    }
}
