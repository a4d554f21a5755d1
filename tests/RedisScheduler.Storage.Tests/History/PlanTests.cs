using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.History;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Which index SQLite reads a list by: it never looks at how many rows there are. And how it writes runs.</summary>
[TestFixture(Databases.Sqlite)]
public sealed class PlanTests(string databaseName) : StoreFixture(databaseName)
{
    [TestCase("", "sqlite_autoindex_executions_1")]
    [TestCase("AND status = 'succeeded'", "sqlite_autoindex_executions_1")]
    [TestCase("AND schedule_id = 'x'", "executions_schedule")]
    [TestCase("AND schedule_id = 'x' AND scheduled_at < 5", "executions_schedule")]
    [TestCase("AND schedule_id = 'x' AND ended_as = 'failed'", "executions_schedule_ended_as")]
    [TestCase("AND workflow_id = 'x' AND ended_as = 'failed'", "executions_workflow_ended_as")]
    [TestCase("AND schedule_id = 'x' AND status = 'running' AND " + OpenRuns.IsOpen, "executions_schedule")]
    [TestCase("AND workflow_id = 'x' AND scheduled_at <= 5 AND (scheduled_at, id) < (5, 'x')", "executions_workflow")]
    [TestCase("AND ended_as = 'failed'", "executions_ended_as")]
    [TestCase("AND status = 'running' AND " + OpenRuns.IsOpen, "executions_open")]
    [TestCase("AND trigger = 'manual' AND trigger <> 'schedule'", "executions_trigger")]
    [TestCase("AND schedule_id = 'x' AND trigger = 'manual' AND trigger <> 'schedule'", "executions_schedule_trigger")]
    public async Task Each_filter_is_read_by_the_index_that_leaves_least(string filter, string index)
    {
        var plan = await PlanAsync(_ => $"SELECT * FROM executions e WHERE scope = 'a' {filter} ORDER BY scheduled_at DESC, id DESC LIMIT 51");

        Assert.That(plan[0], Does.Contain($"USING INDEX {index} "));
    }

    [Test]
    public async Task All_open_runs_are_found_without_a_look_at_the_others()
    {
        var plan = await PlanAsync(_ => $"SELECT e.* FROM {OpenRuns.Table(new SqliteDialect("none"), "WHERE e.scope = 'a' AND e.status = 'queued'", "")}");

        Assert.That(plan[0], Does.Contain("USING INDEX executions_open "));
    }

    [Test]
    public async Task No_statement_over_runs_makes_a_table_of_its_own_for_every_row()
    {
        var statements = new[] { HistoryStatements.Add("executions"), HistoryStatements.MoveOn("executions"), HistoryStatements.Replace };

        foreach (var statement in statements)
        {
            var steps = await StepsAsync(statement.OfOne());
            Assert.That(steps, Does.Contain("Insert"), "a program that writes");
            Assert.That(steps, Does.Not.Contain("OpenEphemeral"), statement.OfOne());
        }
    }

    private Task<List<string>> StepsAsync(string sql) =>
        Get<Database>().ReadAsync(async session => (await session.ListAsync<(long Address, string Name)>($"EXPLAIN {sql}")).ConvertAll(step => step.Name), None);
}
