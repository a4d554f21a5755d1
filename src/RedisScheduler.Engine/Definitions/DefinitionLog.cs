using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Definitions;

/// <summary>What the definition services log. Event ids 1070 to 1079.</summary>
internal static partial class DefinitionLog
{
    [LoggerMessage(1070, LogLevel.Warning, "Redis did not answer: {Changed} changed and {Removed} removed schedules are saved and will be applied when it is back.")]
    internal static partial void NotApplied(this ILogger log, Exception error, int changed, int removed);

    [LoggerMessage(1071, LogLevel.Warning, "Redis did not answer: next due times are shown as the history knows them.")]
    internal static partial void NotLive(this ILogger log, Exception error);

    [LoggerMessage(1072, LogLevel.Warning, "SQL did not take the note that Redis has {Count} schedules; they are looked at again.")]
    internal static partial void NotNoted(this ILogger log, Exception error, int count);

    [LoggerMessage(1075, LogLevel.Warning, "The schedule {Key} is paused: {Failures} runs failed in a row.")]
    internal static partial void PausedOnFailure(this ILogger log, string key, int failures);

    [LoggerMessage(1074, LogLevel.Information, "The calendar {Id} is saved; {Changed} schedules follow it.")]
    internal static partial void CalendarSaved(this ILogger log, string id, int changed);
}
