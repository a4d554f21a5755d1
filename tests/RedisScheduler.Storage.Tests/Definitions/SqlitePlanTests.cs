using RedisScheduler.Storage.Alerts;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>How SQLite finds what workers ask for every few seconds: never by a look at all schedules, or at all runs.</summary>
[TestFixture(Databases.Sqlite)]
public sealed class SqlitePlanTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly object Values = new
    {
        Now = 0L,
        From = 0L,
        Take = 1,
        Overdue = "",
        Failures = "",
    };

    private static readonly string[] Failing = [DefinitionStore.Failing, CauseQueries.FailingFilter];

    [TestCaseSource(nameof(Failing))]
    public async Task Schedules_that_fail_are_found_among_the_states_that_do(string filter)
    {
        var plan = await PlanAsync(_ => ScheduleReads.Select(filter), Values);

        Assert.That(plan[0], Does.EndWith("USING INDEX schedule_states_failing"));
    }

    [Test]
    public async Task Runs_that_wait_are_found_among_the_open_ones_of_scopes_that_have_alerts()
    {
        var plan = await CausesAsync(causes => causes.Queued(unalerted: true));

        Assert.That(plan[1], Does.EndWith("USING INDEX schedules_alert_after"));
        Assert.That(plan[3], Does.EndWith("USING INDEX executions_open (scope=? AND status=? AND scheduled_at>? AND scheduled_at<?)"));
    }

    [Test]
    public async Task Missed_occurrences_are_found_by_their_status_in_scopes_that_have_alerts()
    {
        var plan = await CausesAsync(causes => causes.Missed());

        Assert.That(plan[1], Does.EndWith("USING INDEX schedules_alert_after"));
        Assert.That(plan[3], Does.EndWith("USING INDEX executions_ended_as (scope=? AND ended_as=? AND scheduled_at>? AND scheduled_at<?)"));
    }

    private Task<List<string>> CausesAsync(Func<CauseQueries, string> sql) => PlanAsync(session => sql(new CauseQueries(session, null, DateTimeOffset.UnixEpoch, 1)), Values);
}
