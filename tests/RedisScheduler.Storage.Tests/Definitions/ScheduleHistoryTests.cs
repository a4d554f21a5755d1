using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>How schedules were due, as their changes leave it behind.</summary>
public sealed class ScheduleHistoryTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly Pause Pause = new("stock-taking", null, Now.AddHours(1), "me");

    private IDefinitionStore Store => Get<IDefinitionStore>();

    private IScheduleHistory History => Get<IScheduleHistory>();

    [Test]
    public async Task Each_change_of_when_it_is_due_is_a_revision_and_no_other_change_is()
    {
        await ChangeAsync(Now, schedule => schedule);
        await ChangeAsync(Now.AddMinutes(1), schedule => schedule with { Name = "renamed", Spec = schedule.Spec with { Payload = "1" } });
        await ChangeAsync(Now.AddHours(1), schedule => schedule with { Pause = Pause });
        await ChangeAsync(Now.AddHours(2), schedule => schedule with { Pause = null });
        await ChangeAsync(Now.AddHours(3), schedule => schedule with { Spec = schedule.Spec with { Timing = new ScheduleTiming { Cron = "0 9 * * *", TimeZone = "Europe/Berlin" } } });
        await ChangeAsync(Now.AddHours(4), schedule => schedule with { WorkflowRunnable = false });

        var all = await History.OfAsync(Scopes.Default, "s", None);
        Assert.That(all.Select(each => (each.AtMs - Now.ToUnixTimeMilliseconds()) / 3_600_000), Is.EqualTo(new long[] { 0, 1, 2, 3, 4 }));
        Assert.That(all[1].Pause, Is.EqualTo(Pause));
        Assert.That((all[3].Timing.TimeZone, all[3].Pause, all[3].Runs, all[4].Runs), Is.EqualTo(("Europe/Berlin", (Pause?)null, true, false)));
        Assert.That((all[0].FirstDueMs, all[0].AnchorMs), Is.EqualTo((Now.AddHours(1).ToUnixTimeMilliseconds(), Now.ToUnixTimeMilliseconds())));
    }

    [Test]
    public async Task A_due_time_that_was_not_fired_when_the_change_came_is_noted()
    {
        await ChangeAsync(Now, schedule => schedule);
        await ChangeAsync(Now.AddMinutes(90), schedule => schedule with { Pause = Pause });

        Assert.That((await History.OfAsync(Scopes.Default, "s", None))[^1].WaitingSinceMs, Is.EqualTo(Now.AddHours(1).ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task The_end_of_a_schedule_stays_behind_it_also_when_its_workflow_goes()
    {
        await ChangeAsync(Now, schedule => schedule);
        await Store.ChangeScheduleAsync(Scopes.Default, "s", _ => null, None);
        await Store.ChangeWorkflowAsync(Scopes.Default, "etl", _ => Bundle("etl", "a", "b"), None);
        await Store.ChangeWorkflowAsync(Scopes.Default, "etl", _ => Bundle("etl", "b"), None);
        await Store.ChangeWorkflowAsync(Scopes.Default, "etl", _ => null, None);

        foreach (var id in new[] { "s", "etl.a", "etl.b" })
            Assert.That((await History.OfAsync(Scopes.Default, id, None)).Select(each => each.Deleted), Is.EqualTo(new[] { false, true }), id);
        Assert.That(await History.IdsAsync(Scopes.Default, "etl.a", 10, None), Is.EqualTo(new[] { "etl.b", "s" }));
        Assert.That(await History.IdsAsync("acme", "", 10, None), Is.Empty);
    }

    [Test]
    public async Task What_is_kept_begins_with_the_revision_that_held_at_the_moment()
    {
        await ChangeAsync(Now, schedule => schedule);
        await ChangeAsync(Now.AddHours(1), schedule => schedule with { Pause = Pause });
        await ChangeAsync(Now.AddHours(2), schedule => schedule with { Pause = null });

        Assert.That(await History.DeleteBeforeAsync(Now.AddMinutes(90), 10, None), Is.EqualTo(1));
        Assert.That((await History.OfAsync(Scopes.Default, "s", None)).Select(each => each.Pause is not null), Is.EqualTo(new[] { true, false }));
        Assert.That(await History.DeleteBeforeAsync(Now.AddMinutes(90), 10, None), Is.Zero);
    }

    private async Task ChangeAsync(DateTimeOffset at, Func<Schedule, Schedule> change) =>
        await Store.ChangeScheduleAsync(
            Scopes.Default,
            "s",
            before =>
            {
                var view = before ?? Standalone("s");
                return view with { Schedule = change(view.Schedule) with { Revision = 0, UpdatedAt = at } };
            },
            None
        );
}
