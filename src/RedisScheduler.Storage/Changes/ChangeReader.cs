using RedisScheduler.Changes;
using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Changes;

internal sealed class ChangeReader(Database database) : IChangeReader
{
    private const string Columns = "id, schedule_id, workflow_id, trigger, status, attempts, scheduled_at, enqueued_at, started_at, finished_at";

    private const string Newest = $"SELECT {Columns} FROM executions WHERE scope = @Scope ORDER BY scheduled_at DESC, id DESC LIMIT @Take";

    private const string Schedules = """
        SELECT id, revision, 0 AS is_deleted FROM schedules WHERE scope = @Scope AND revision > @After
        UNION ALL
        SELECT id, revision, 1 AS is_deleted FROM schedule_revisions WHERE scope = @Scope AND revision > @After AND deleted = 1
        ORDER BY revision LIMIT @Take
        """;

    private static readonly string[] Unended = [.. new[] { ExecutionStatus.Queued, ExecutionStatus.Running, ExecutionStatus.Retrying }.Select(Word.Of)];

    public Task<IReadOnlyList<RunChange>> RunsAsync(string scope, int limit, CancellationToken cancel) =>
        database.SnapshotAsync<IReadOnlyList<RunChange>>(
            async session =>
            {
                var rows = await session.ListAsync<Row>(Newest, new { Scope = scope, Take = limit });
                const string NewestFirst = "ORDER BY e.scheduled_at DESC, e.id DESC LIMIT @Take";
                var open = OpenRuns.Table(session.Dialect, "WHERE e.scope = @Scope AND e.status = @Status", "o.scope = @Scope AND o.status = @Status", NewestFirst);
                var sql = $"SELECT {Columns} FROM {open} ORDER BY {OpenRuns.NewestFirst(session.Dialect)} LIMIT @Take";
                foreach (var status in Unended)
                    rows.AddRange(await session.ListAsync<Row>(sql, new { Scope = scope, Status = status, Take = limit }));
                return [.. rows.DistinctBy(row => row.Id).Select(row => row.ToChange())];
            },
            cancel
        );

    public Task<IReadOnlyList<RunChange>> RunsAsync(string scope, IReadOnlyCollection<(string Id, DateTimeOffset ScheduledAt)> runs, CancellationToken cancel) =>
        runs.Count == 0
            ? Task.FromResult<IReadOnlyList<RunChange>>([])
            : database.ReadAsync<IReadOnlyList<RunChange>>(
                async session =>
                {
                    // The due times are what the primary key is searched by.
                    var values = new
                    {
                        Scope = scope,
                        Ids = session.Dialect.List([.. runs.Select(run => run.Id)]),
                        From = runs.Min(run => run.ScheduledAt).ToUnixTimeMilliseconds(),
                        To = runs.Max(run => run.ScheduledAt).ToUnixTimeMilliseconds(),
                    };
                    var sql = $"SELECT {Columns} FROM executions WHERE scope = @Scope AND scheduled_at BETWEEN @From AND @To AND {session.Dialect.In("id", "@Ids")}";
                    return (await session.ListAsync<Row>(sql, values)).ConvertAll(row => row.ToChange());
                },
                cancel
            );

    public Task<IReadOnlyList<ScheduleChanged>> SchedulesAsync(string scope, long afterRevision, int limit, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ScheduleChanged>>(
            async session =>
                (await session.ListAsync<ScheduleRow>(Schedules, new { Scope = scope, After = afterRevision, Take = limit }))
                    .ConvertAll(row => new ScheduleChanged(row.Id, row.Revision, row.IsDeleted != 0)),
            cancel
        );

    public Task<long> NewestRevisionAsync(string scope, CancellationToken cancel) =>
        database.ReadAsync(
            async session =>
            {
                const string Sql = "SELECT (SELECT max(revision) FROM schedules WHERE scope = @scope) AS one, (SELECT max(revision) FROM schedule_revisions WHERE scope = @scope) AS other";
                var newest = await session.FirstAsync<NewestRow>(Sql, new { scope });
                return Math.Max(newest!.One ?? 0, newest.Other ?? 0);
            },
            cancel
        );

    private sealed record NewestRow
    {
        public long? One { get; init; }
        public long? Other { get; init; }
    }

    private sealed record ScheduleRow
    {
        public string Id { get; init; } = "";
        public long Revision { get; init; }
        public long IsDeleted { get; init; }
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string ScheduleId { get; init; } = "";
        public string? WorkflowId { get; init; }
        public string Trigger { get; init; } = "";
        public string Status { get; init; } = "";
        public long Attempts { get; init; }
        public long ScheduledAt { get; init; }
        public long? EnqueuedAt { get; init; }
        public long? StartedAt { get; init; }
        public long? FinishedAt { get; init; }

        public RunChange ToChange() =>
            new()
            {
                Id = Id,
                ScheduleId = ScheduleId,
                WorkflowId = WorkflowId,
                Trigger = Word.Read<ExecutionTrigger>(Trigger),
                Status = Word.Read<ExecutionStatus>(Status),
                Attempts = (int)Attempts,
                ScheduledAt = ScheduledAt.ToMoment(),
                StartedAt = StartedAt.ToMoment(),
                FinishedAt = FinishedAt.ToMoment(),
                At = (FinishedAt ?? StartedAt ?? EnqueuedAt ?? ScheduledAt).ToMoment(),
            };
    }
}
