using RedisScheduler.Changes;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.History;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.Changes;

public sealed class ChangeReaderTests(string databaseName) : HistoryFixture(databaseName)
{
    private IChangeReader Changes => Get<IChangeReader>();

    [Test]
    public async Task The_newest_runs_and_all_that_have_not_ended_are_told_once()
    {
        await ApplyAsync(Fired(), Ended(ExecutionStatus.Failed, due: Due + 1), Ended(due: Due + 2), Started(due: Due + 3));

        var runs = await Changes.RunsAsync(Scopes.Default, 2, None);

        Assert.That(runs.Select(run => (run.Id, run.Status)), Is.EquivalentTo(new[]
        {
            (Id(Due + 3), ExecutionStatus.Running), (Id(Due + 2), ExecutionStatus.Succeeded), (Id(), ExecutionStatus.Queued),
        }));
        Assert.That(await Changes.RunsAsync("acme", 10, None), Is.Empty);
        Assert.That((await Changes.RunsAsync(Scopes.Default, [(Id(Due + 1), DateTimeOffset.FromUnixTimeMilliseconds(Due + 1))], None)).Single().Status, Is.EqualTo(ExecutionStatus.Failed));
    }

    [Test]
    public async Task Schedules_are_told_by_revision_with_those_that_are_gone()
    {
        var before = await Changes.NewestRevisionAsync(Scopes.Default, None);
        await SaveAsync("new", Due);
        await Definitions.ChangeScheduleAsync(Scopes.Default, ScheduleId, _ => null, null, None);

        var changes = await Changes.SchedulesAsync(Scopes.Default, before, 10, None);

        Assert.That(changes.Select(change => (change.Id, change.IsDeleted)), Is.EqualTo(new[] { ("new", false), (ScheduleId, true) }));
        Assert.That(await Changes.NewestRevisionAsync(Scopes.Default, None), Is.EqualTo(changes[^1].Revision));
        Assert.That(await Changes.SchedulesAsync("acme", 0, 10, None), Is.Empty);
    }
}
