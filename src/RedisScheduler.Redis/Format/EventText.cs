using System.Buffers;
using System.Text;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// Events to text, a line each; the way back is <see cref="Outbox.EventReader"/>. A line is words: id, status, attempt, token, trigger, scheduled, enqueued, started, finished, run number,
/// next due time, workflow, producer; then, as JSON, what else there is (<see cref="EventRest"/>). What is missing is <c>-</c>, and left out at the end. Times are unix milliseconds; with a
/// <c>+</c> they count from the scheduled one. The scope and the schedule are those that the id begins with, up to its <c>@</c>. A line <c>#worker</c> names the worker of those below it.
/// Every run passes here two or three times, and every byte costs Redis' Lua time, so texts are short.
/// </summary>
internal static class EventText
{
    public const byte WorkerMark = (byte)'#';
    public const byte RestMark = (byte)'{';

    /// <summary>The next due time of a schedule that is over.</summary>
    public static ReadOnlySpan<byte> Over => "none"u8;

    // Numbers, words of enums and separators of a line, generously.
    private const int LongestFixed = 400;

    /// <summary>One event.</summary>
    public static byte[] Write(JobEvent @event) => Write([@event]);

    /// <summary>Events in their order.</summary>
    public static byte[] Write(IEnumerable<JobEvent> events)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        string? worker = null;
        foreach (var told in events)
        {
            if (text.WrittenCount > 0)
                text.Write("\n"u8);
            if (told.Worker != worker)
            {
                worker = told.Worker;
                text.Write(Encoding.UTF8.GetBytes($"#{worker}\n"));
            }
            Write(text, told);
        }
        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, JobEvent told)
    {
        var named = IsWord(told.Id) && IsNamed(told) && (told.WorkflowId is null || IsWord(told.WorkflowId)) && (told.Producer is null || IsWord(told.Producer));
        var (id, workflow, producer) = named ? (told.Id, told.WorkflowId, told.Producer) : ("-", null, null);
        var most = LongestFixed + Encoding.UTF8.GetMaxByteCount(id.Length + (workflow?.Length ?? 0) + (producer?.Length ?? 0));
        var line = new EventLine(text.GetSpan(most), told.ScheduledMs);
        line.Add(id);
        line.Add(Words.Utf8(told.Status));
        line.Add(told.Attempt);
        line.Add(told.Token);
        if (told.Trigger is { } trigger)
            line.Add(Words.Utf8(trigger));
        else
            line.AddMissing();
        line.Add(told.ScheduledMs);
        line.AddTime(told.EnqueuedMs);
        line.AddTime(told.StartedMs);
        line.AddTime(told.FinishedMs);
        line.Add(told.RunNumber);
        if (told.SetsNextDue && told.NextDueMs is null)
            line.Add(Over);
        else
            line.AddTime(told.NextDueMs);
        line.Add(workflow);
        line.Add(producer);
        text.Advance(line.Length);
        if (EventRest.Has(told, named))
        {
            text.Write(" "u8);
            EventRest.Write(text, told, named);
        }
    }

    /// <summary>Whether the id tells the scope and the schedule.</summary>
    private static bool IsNamed(JobEvent told)
    {
        var end = told.Id.IndexOf('@', StringComparison.Ordinal);
        if (end < 0 || told.Scope is not { } scope || told.ScheduleId is not { } schedule)
            return false;
        var key = told.Id.AsSpan(0, end);
        return scope == Scopes.Default
            ? key.SequenceEqual(schedule)
            : ScheduleKey.Split(key.ToString()) == (scope, schedule);
    }

    private static bool IsWord(string text) => text.Length > 0 && text != "-" && text[0] != WorkerMark && text[0] != RestMark && !text.AsSpan().ContainsAny(' ', '\n');
}
