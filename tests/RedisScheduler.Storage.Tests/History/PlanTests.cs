using RedisScheduler.Storage.Connections;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Which index SQLite reads a list by: it never looks at how many rows there are.</summary>
[TestFixture(Databases.Sqlite)]
public sealed class PlanTests(string databaseName) : StoreFixture(databaseName)
{
    [TestCase("", "sqlite_autoindex_executions_1")]
    [TestCase("AND status = 'succeeded'", "sqlite_autoindex_executions_1")]
    [TestCase("AND schedule_id = 'x'", "executions_schedule")]
    [TestCase("AND schedule_id = 'x' AND scheduled_at < 5", "executions_schedule")]
    [TestCase("AND schedule_id = 'x' AND ended_as = 'failed'", "executions_schedule_ended_as")]
    [TestCase("AND workflow_id = 'x' AND ended_as = 'failed'", "executions_workflow_ended_as")]
    [TestCase("AND schedule_id = 'x' AND status = 'running' AND e.status IN ('queued', 'running', 'retrying')", "executions_schedule")]
    [TestCase("AND workflow_id = 'x' AND scheduled_at <= 5 AND (scheduled_at, id) < (5, 'x')", "executions_workflow")]
    [TestCase("AND ended_as = 'failed'", "executions_ended_as")]
    [TestCase("AND status = 'running' AND e.status IN ('queued', 'running', 'retrying')", "executions_open")]
    [TestCase("AND trigger = 'manual' AND trigger <> 'schedule'", "executions_trigger")]
    [TestCase("AND schedule_id = 'x' AND trigger = 'manual' AND trigger <> 'schedule'", "executions_schedule_trigger")]
    public async Task Each_filter_is_read_by_the_index_that_leaves_least(string filter, string index)
    {
        var plan = await Get<Database>()
            .ReadAsync(
                session =>
                    session.ListAsync<(long Id, long Parent, long Unused, string Detail)>($"EXPLAIN QUERY PLAN SELECT * FROM executions e WHERE scope = 'a' {filter} ORDER BY scheduled_at DESC, id DESC LIMIT 51"),
                None
            );

        Assert.That(plan[0].Detail, Does.Contain($"USING INDEX {index} "));
    }
}
