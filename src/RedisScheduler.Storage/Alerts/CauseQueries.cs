using RedisScheduler.Alerts;
using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Alerts;

/// <summary>What calls for an alert: found in definitions, states and history, by time alone.</summary>
internal sealed class CauseQueries(Session session, string? scope, DateTimeOffset now, int limit)
{
    private static readonly string Overdue = Word.Of(AlertKind.Overdue);
    private static readonly string Failures = Word.Of(AlertKind.Failures);

    // How far back a run that waits, or a miss, is looked for.
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private const string Active = """
        s.enabled = 1 AND s.workflow_runnable = 1 AND t.completed = 0
          AND (s.pause_at IS NULL OR s.pause_until <= @Now) AND (p.pause_at IS NULL OR p.pause_until <= @Now)
        """;

    private const string InWindow = "e.scheduled_at >= @From AND e.scheduled_at <= @Now";

    /// <summary>Those whose runs keep failing, and of which no alert tells. The first condition and the order are those of the index of states that fail, so that SQLite looks at no others.</summary>
    internal const string FailingFilter = """
        WHERE t.failures_in_a_row > 0 AND t.failures_in_a_row >= s.alert_after_failures AND t.failing_since IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.key = s.key AND a.kind = @Failures AND a.at = t.failing_since)
        ORDER BY t.key LIMIT @Take
        """;

    private object Values => new
    {
        Scope = scope,
        Now = now.ToUnixTimeMilliseconds(),
        From = (now - Window).ToUnixTimeMilliseconds(),
        Take = limit,
        Overdue,
        Failures,
    };

    /// <summary>Due times that passed and of which nobody has heard: nothing was fired.</summary>
    public async Task<IEnumerable<AlertCause>> WaitingAsync(bool unalerted)
    {
        var filter = $"""
            WHERE s.alert_after IS NOT NULL AND {InScope("s")} AND t.next_run_at <= @Now - s.alert_after AND {Active} {Unalerted(unalerted, "t.next_run_at")}
            ORDER BY t.next_run_at, s.key LIMIT @Take
            """;
        return (await ScheduleReads.ListAsync(session, filter, Values)).Select(view => new AlertCause(AlertKind.Overdue, view, view.State.NextRunAt!.Value.ToUnixTimeMilliseconds()));
    }

    /// <summary>Runs that were fired and that nobody has taken.</summary>
    public Task<IEnumerable<AlertCause>> QueuedAsync(bool unalerted) => RunsAsync(Queued(unalerted));

    /// <summary>Occurrences that were missed and not made up, unless the schedule was changed since.</summary>
    public Task<IEnumerable<AlertCause>> MissedAsync() => RunsAsync(Missed());

    /// <summary>Schedules whose runs keep failing.</summary>
    public async Task<IEnumerable<AlertCause>> FailingAsync() =>
        (await ScheduleReads.ListAsync(session, FailingFilter, Values)).Select(view => new AlertCause(AlertKind.Failures, view, view.State.FailingSince!.Value.ToUnixTimeMilliseconds()));

    /// <summary>SQL of the runs that were fired and that nobody has taken.</summary>
    internal string Queued(bool unalerted) =>
        Runs(OpenRuns.Table(session.Dialect, $"WHERE e.status = 'queued' AND e.started_at IS NULL AND {InWindow}", "o.status = 'queued' AND o.at > @From - 1000 AND o.at <= @Now"), "true", unalerted);

    /// <summary>SQL of the occurrences that were missed.</summary>
    internal string Missed() => Runs("executions e", $"e.ended_as = 'missed' AND {InWindow} AND e.scheduled_at + s.alert_after >= s.updated_at", unalerted: true);

    // CROSS JOIN is the order in which SQLite goes: the scopes first, so the runs are found by scope, status and time.
    private string Runs(string table, string condition, bool unalerted) =>
        $"""
            SELECT s.key, e.scheduled_at, e.id, e.status, e.reason
            FROM (SELECT DISTINCT scope FROM schedules WHERE alert_after IS NOT NULL) w CROSS JOIN {table} CROSS JOIN schedules s
            WHERE e.scope = w.scope AND {condition} AND e.trigger IN ('schedule', 'catchUp')
              AND s.scope = e.scope AND s.id = e.schedule_id AND s.alert_after IS NOT NULL AND e.scheduled_at <= @Now - s.alert_after
              AND {InScope("s")} {Unalerted(unalerted, "e.scheduled_at")}
            ORDER BY e.scheduled_at, e.id LIMIT @Take
            """;

    private async Task<IEnumerable<AlertCause>> RunsAsync(string sql)
    {
        var runs = await session.ListAsync<RunRow>(sql, Values);
        if (runs.Count == 0)
            return [];
        var views = (await ScheduleReads.FindAsync(session, [.. runs.Select(run => run.Key).Distinct()])).ToDictionary(view => view.Schedule.Key, StringComparer.Ordinal);
        return runs.Where(run => views.ContainsKey(run.Key))
            .Select(run => new AlertCause(AlertKind.Overdue, views[run.Key], run.ScheduledAt, run.Id, Word.Read<ExecutionStatus>(run.Status), run.Reason));
    }

    private string InScope(string table) => scope is null ? "true" : $"{table}.scope = @Scope";

    private static string Unalerted(bool wanted, string at) =>
        wanted ? $"AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.key = s.key AND a.kind = @Overdue AND a.at = {at})" : "";

    private sealed record RunRow
    {
        public string Key { get; init; } = "";
        public long ScheduledAt { get; init; }
        public string Id { get; init; } = "";
        public string Status { get; init; } = "";
        public string? Reason { get; init; }
    }
}
