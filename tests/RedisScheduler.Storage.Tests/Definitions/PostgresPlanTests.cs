using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>How PostgreSQL finds what a batch of definitions is about, with a plan that was made while the tables were empty and is kept while they grow.</summary>
[TestFixture(Databases.Postgres)]
public sealed class PostgresPlanTests(string databaseName) : StoreFixture(databaseName)
{
    [Test]
    public async Task A_batch_never_reads_a_whole_table()
    {
        var (before, after) = await Get<Database>()
            .WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("SET LOCAL plan_cache_mode = force_generic_plan");
                    var scans = await ScansAsync(session);
                    await ScheduleReads.ForChangeAsync(session, ["a", "b"]);
                    await session.RunAsync(ScheduleStatements.MarkSynced, [new ScheduleVersion("a", 1)]);
                    return (scans, await ScansAsync(session));
                },
                None
            );

        Assert.That(after, Is.EqualTo(before));
    }

    private static Task<long> ScansAsync(Session session) =>
        session.FirstAsync<long>("SELECT sum(seq_scan)::bigint FROM pg_stat_xact_user_tables WHERE relname IN ('schedules', 'schedule_states')");
}
