using System.Text;
using System.Text.Json;
using RedisScheduler.Executions;
using RedisScheduler.Redis.Format;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Outbox;

/// <summary>
/// Reads events out of the lines that <see cref="EventText"/> writes, and those that are JSON alone. Texts that neighbours have in common, such as the schedule, are made once. Not for two
/// threads at once.
/// </summary>
internal sealed class EventReader
{
    private readonly Repeated<(string Scope, string Id)> schedules = new(ScheduleKey.Split);
    private readonly Repeated<string> workflows = new(static text => text);
    private readonly Repeated<string> producers = new(static text => text);
    private readonly Repeated<string> workers = new(static text => text);
    private string? worker;

    /// <summary>A new entry: no line has named a worker yet.</summary>
    public void Begin() => worker = null;

    /// <summary>The event of a line; <c>null</c> where it names the worker of those that follow.</summary>
    /// <exception cref="FormatException">It is no event; the message says why.</exception>
    public JobEvent? Read(ReadOnlySpan<byte> line)
    {
        if (line is [EventText.WorkerMark, .. var name])
        {
            worker = name.IsEmpty ? null : workers.Get(name);
            return null;
        }

        try
        {
            return line is [EventText.RestMark, ..] ? EventMembers.Read(line, null) : ReadWords(line);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private JobEvent ReadWords(ReadOnlySpan<byte> line)
    {
        var words = new LineWords(line);
        // One that is no word stands in the JSON.
        var id = words.NextOrNone();
        var (scope, schedule) = id.IndexOf((byte)'@') is > 0 and var end ? schedules.Get(id[..end]) : default((string?, string?));
        var read = new JobEvent
        {
            Id = Encoding.UTF8.GetString(id),
            Status = Words.Status(words.Next()),
            Attempt = (int)NumberText.Read(words.Next()),
            Token = NumberText.Read(words.Next()),
            Trigger = words.NextOrNone() is { IsEmpty: false } trigger ? Words.Trigger(trigger) : null,
            ScheduledMs = words.NextTime(),
            EnqueuedMs = words.NextTime(),
            StartedMs = words.NextTime(),
            FinishedMs = words.NextTime(),
            RunNumber = words.NextTime(),
            NextDueMs = words.NextTime(out var setsNextDue),
            SetsNextDue = setsNextDue,
            WorkflowId = workflows.GetOrNone(words.NextOrNone()),
            Producer = producers.GetOrNone(words.NextOrNone()),
            Worker = worker,
            Scope = scope,
            ScheduleId = schedule,
        };
        if (words.Rest is { IsEmpty: false } rest)
            return EventMembers.Read(rest, read);
        return id.IsEmpty ? throw new FormatException("An event has an id.") : read;
    }
}
