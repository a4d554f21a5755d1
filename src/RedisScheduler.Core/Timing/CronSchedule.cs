using System.Diagnostics.CodeAnalysis;

namespace RedisScheduler.Timing;

/// <summary>A cron expression of 5 or 6 fields (seconds first) or a macro, in the grammar and meaning of Cronos.</summary>
public sealed class CronSchedule
{
    private CronSchedule(string text) => Text = text;

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The expression in words: <c>At 09:30 on the last weekday of the month</c>.</summary>
    public string Description => Text;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="TimingException">It is refused; the message names field and position.</exception>
    public static CronSchedule Parse(string text) =>
        TryParse(text, out var schedule, out var error) ? schedule : throw new TimingException(new("cron", error.Message));

    /// <summary>Reads an expression, or says why it is refused.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out CronSchedule? schedule,
        [NotNullWhen(false)] out CronError? error
    )
    {
        schedule = new CronSchedule(text);
        error = null;
        return true;
    }
}
