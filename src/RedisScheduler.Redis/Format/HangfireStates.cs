using System.Globalization;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// The states that an attempt's end leaves on Hangfire's pages: entries of the history as JSON, the first one that of Processing, and the fields of the last state.
/// <c>{retry}</c> stands where the script puts the number of the retry, which it alone knows.
/// </summary>
internal sealed record HangfireStates(IReadOnlyList<string> History, IReadOnlyList<string> Fields)
{
    private const string FailedReason = "An exception occurred during performance of the job.";

    /// <summary>What a finish leaves.</summary>
    public static HangfireStates Of(Finish finish, string worker, string workerId, long nowMs)
    {
        var processing = State.Processing(finish.Event.StartedMs ?? nowMs, worker, workerId);
        return finish.Kind switch
        {
            FinishKind.Succeeded => Ending(processing, Succeeded(finish.Event, nowMs)),
            FinishKind.Failed => Ending(processing, Failed(finish.Event, worker, nowMs)),
            FinishKind.Cancelled => Ending(processing, Cancelled(finish.Event, nowMs)),
            FinishKind.Retry => Retrying(processing, finish, worker, nowMs),
            _ => new([processing.Json(nowMs)], []),
        };

        HangfireStates Ending(State first, State last) => new([first.Json(nowMs), last.Json(nowMs)], last.Fields());
    }

    private static HangfireStates Retrying(State processing, Finish finish, string worker, long nowMs)
    {
        var last = new State("Scheduled", $"{{retry}}: {Error(finish.Event).Message}")
            .With("EnqueueAt", finish.RetryAtMs ?? nowMs).With("ScheduledAt", finish.Event.FinishedMs ?? nowMs);
        return new([processing.Json(nowMs), Failed(finish.Event, worker, nowMs).Json(nowMs), last.Json(nowMs)], last.Fields());
    }

    private static State Succeeded(JobEvent ended, long nowMs)
    {
        var finished = ended.FinishedMs ?? nowMs;
        var started = ended.StartedMs ?? finished;
        var state = new State("Succeeded")
            .With("SucceededAt", finished)
            .With("PerformanceDuration", Math.Max(0, finished - started))
            .With("Latency", Math.Max(0, started - Math.Max(ended.EnqueuedMs ?? started, ended.ScheduledMs ?? 0)));
        return ended.Output is { } output ? state.With("Result", output) : state;
    }

    private static State Failed(JobEvent ended, string worker, long nowMs)
    {
        var error = Error(ended);
        return new State("Failed", FailedReason)
            .With("FailedAt", ended.FinishedMs ?? nowMs)
            .With("ExceptionType", error.Type)
            .With("ExceptionMessage", error.Message)
            .With("ExceptionDetails", error.Details ?? error.Message)
            .With("ServerId", worker);
    }

    private static State Cancelled(JobEvent ended, long nowMs) =>
        new State("Deleted", ended.Reason).With("DeletedAt", ended.FinishedMs ?? nowMs);

    private static ExecutionError Error(JobEvent ended) => ended.Error ?? new ExecutionError("RedisScheduler.Failure", ended.Status.ToString());

    private sealed class State(string name, string? reason = null)
    {
        private readonly List<string> fields = [];

        public static State Processing(long startedMs, string worker, string workerId) =>
            new State("Processing").With("StartedAt", startedMs).With("ServerId", worker).With("WorkerId", workerId);

        public State With(string field, string value)
        {
            fields.Add(field);
            fields.Add(value);
            return this;
        }

        public State With(string field, long value) => With(field, value.ToString(CultureInfo.InvariantCulture));

        public List<string> Fields() => reason is null ? [.. fields, "State", name] : [.. fields, "State", name, "Reason", reason];

        public string Json(long nowMs)
        {
            var text = new System.Text.StringBuilder("{", 256);
            for (var i = 0; i < fields.Count; i += 2)
                text.Append('"').Append(fields[i]).Append("\":").Append(RedisJson.Quote(fields[i + 1])).Append(',');
            return text.Append("\"State\":\"").Append(name).Append("\",\"Reason\":").Append(reason is null ? "null" : RedisJson.Quote(reason))
                .Append(CultureInfo.InvariantCulture, $",\"CreatedAt\":\"{nowMs}\"}}").ToString();
        }
    }
}
