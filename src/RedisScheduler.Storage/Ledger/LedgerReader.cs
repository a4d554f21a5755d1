using System.Runtime.CompilerServices;
using RedisScheduler.Executions;
using RedisScheduler.Ledger;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Ledger;

internal sealed class LedgerReader(Database database) : ILedger
{
    private const int PageSize = 2_000;
    private const string Columns = "SELECT id, scheduled_at, scheduled_to, status, started_at FROM executions";
    private const string OfSchedule = "scope = @Scope AND schedule_id = @ScheduleId AND trigger IN ('schedule', 'catchUp')";

    private const string Reaching = $"{Columns} WHERE {OfSchedule} AND ended_as = 'missed' AND scheduled_at < @From AND scheduled_to >= @From ORDER BY scheduled_at, id";
    private const string Page = $"{Columns} WHERE {OfSchedule} AND scheduled_at <= @To AND (scheduled_at, id) > (@AfterAt, @AfterId) ORDER BY scheduled_at, id LIMIT @Take";
    private const string Last = $"SELECT max(scheduled_at) FROM executions WHERE {OfSchedule} AND status NOT IN ('skipped', 'missed')";

    public async IAsyncEnumerable<LedgerEntry> ReadAsync(
        string scope, string scheduleId, long fromMs, long toMs, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var row in await ListAsync(Reaching, new { Scope = scope, ScheduleId = scheduleId, From = fromMs }, cancel))
            yield return row.ToEntry();

        var (afterAt, afterId) = (fromMs, "");
        while (true)
        {
            var values = new { Scope = scope, ScheduleId = scheduleId, To = toMs, AfterAt = afterAt, AfterId = afterId, Take = PageSize };
            var page = await ListAsync(Page, values, cancel);
            foreach (var row in page)
                yield return row.ToEntry();
            if (page.Count < PageSize)
                yield break;
            (afterAt, afterId) = (page[^1].ScheduledAt, page[^1].Id);
        }
    }

    public Task<long?> LastRunAsync(string scope, string scheduleId, CancellationToken cancel) =>
        database.ReadAsync(session => session.FirstAsync<long?>(Last, new { Scope = scope, ScheduleId = scheduleId }), cancel);

    private Task<List<Row>> ListAsync(string sql, object values, CancellationToken cancel) => database.ReadAsync(session => session.ListAsync<Row>(sql, values), cancel);

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public long ScheduledAt { get; init; }
        public long? ScheduledTo { get; init; }
        public string Status { get; init; } = "";
        public long? StartedAt { get; init; }

        public LedgerEntry ToEntry() => new(Id, ScheduledAt, ScheduledTo, Word.Read<ExecutionStatus>(Status), StartedAt);
    }
}
