using RedisScheduler.Workflows;
using RedisScheduler.Executions;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

public sealed class ScheduleStateTests(string databaseName) : HistoryFixture(databaseName)
{
    private const long Hour = 3_600_000;

    [Test]
    public async Task Each_firing_moves_the_next_due_time()
    {
        await ApplyAsync(Fired());
        Assert.That(await NextAsync(), Is.EqualTo(Due + Hour));

        await ApplyAsync(Fired(Due + Hour, Due + (2 * Hour)), Fired(Due + (2 * Hour), Due + (3 * Hour)));
        Assert.That(await NextAsync(), Is.EqualTo(Due + (3 * Hour)));
    }

    [Test]
    public async Task Fired_occurrences_are_counted_once_and_skipped_ones_not()
    {
        await ApplyAsync(Fired() with { RunNumber = 1 }, Fired(Due + Hour) with { RunNumber = 2, Status = ExecutionStatus.Skipped });
        Assert.That((await StateAsync()).FiredCount, Is.EqualTo(1));

        await ApplyAsync(Fired(Due + (2 * Hour)) with { RunNumber = 2 }, Fired() with { RunNumber = 1 });
        Assert.That((await StateAsync()).FiredCount, Is.EqualTo(2));
    }

    [Test]
    public async Task A_schedule_is_failing_when_it_failed_as_often_as_it_may_until_it_is_resumed()
    {
        await Definitions.ChangeScheduleAsync("default", ScheduleId, before => Failing(before!, pause: null, failures: 0), None);
        await ApplyAsync(Ended(ExecutionStatus.Failed), Ended(ExecutionStatus.TimedOut, due: Due + Hour));
        Assert.That((await Definitions.ListFailingAsync(Tests.Definitions.Samples.Now, 10, None)).Select(view => view.State.FailuresInARow), Is.EqualTo(new[] { 2 }));

        var pause = new Schedules.Pause("failed", null, Tests.Definitions.Samples.Now, "pauseOnFailure");
        await Definitions.ChangeScheduleAsync("default", ScheduleId, before => Failing(before!, pause, failures: 2), None);
        Assert.That(await Definitions.ListFailingAsync(Tests.Definitions.Samples.Now, 10, None), Is.Empty);

        await Definitions.ChangeScheduleAsync("default", ScheduleId, before => Failing(before!, pause: null, failures: 0), None);
        await ApplyAsync(Ended(ExecutionStatus.Failed, due: Due + (2 * Hour)));
        Assert.That((await StateAsync()).FailuresInARow, Is.EqualTo(1));
        Assert.That(await Definitions.ListFailingAsync(Tests.Definitions.Samples.Now, 10, None), Is.Empty);
    }

    [Test]
    public async Task What_subscriptions_get_of_its_events_says_nothing_about_how_it_does()
    {
        await ApplyAsync(Ended(ExecutionStatus.Failed), Ended() with { Id = $"{ScheduleId}@{Due}-0123456789abcdef", Trigger = ExecutionTrigger.Event });

        var state = await StateAsync();
        Assert.That((state.RunCount, state.FailuresInARow, state.LastStatus), Is.EqualTo((1L, 1, ExecutionStatus.Failed)));
    }

    private static Schedules.ScheduleView Failing(Schedules.ScheduleView before, Schedules.Pause? pause, int failures) =>
        new(
            before.Schedule with { Revision = 0, Pause = pause, Spec = before.Schedule.Spec with { PauseOnFailure = 2 } },
            before.State with { FailuresInARow = failures }
        );

    [Test]
    public async Task A_firing_without_a_next_one_completes_the_schedule()
    {
        await ApplyAsync(Fired(next: null));

        var state = await StateAsync();
        Assert.That((state.Completed, state.NextRunAt), Is.EqualTo((true, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task An_older_firing_that_is_recorded_late_or_again_does_not_move_it_back()
    {
        await ApplyAsync(Fired(Due + Hour, Due + (2 * Hour)));

        await ApplyAsync(Fired(Due + Hour, Due + (2 * Hour)));
        await ApplyAsync(Fired());

        Assert.That(await NextAsync(), Is.EqualTo(Due + (2 * Hour)));
    }

    [Test]
    public async Task A_firing_of_before_a_change_that_is_recorded_after_it_does_not_overwrite_the_new_due_time()
    {
        // Daily, fired at its due time; then changed to every minute before the Recorder came round.
        await SaveAsync(ScheduleId, Due + 60_000, DateTimeOffset.FromUnixTimeMilliseconds(Due + 30_000));

        await ApplyAsync(Fired(Due, Due + (24 * Hour)));
        Assert.That(await NextAsync(), Is.EqualTo(Due + 60_000));

        await ApplyAsync(Fired(Due + 60_000, Due + 120_000));
        Assert.That(await NextAsync(), Is.EqualTo(Due + 120_000), "and the first firing under the new timing moves it on");
    }

    [Test]
    public async Task A_firing_of_before_a_pause_does_not_bring_a_due_time_back()
    {
        await SaveAsync(ScheduleId, null, DateTimeOffset.FromUnixTimeMilliseconds(Due + 1));

        await ApplyAsync(Fired());

        Assert.That((await StateAsync()).NextRunAt, Is.Null);
    }

    [Test]
    public async Task Ends_are_counted_by_what_they_are()
    {
        ExecutionStatus[] ends =
        [
            ExecutionStatus.Succeeded,
            ExecutionStatus.Failed,
            ExecutionStatus.Cancelled,
            ExecutionStatus.TimedOut,
            ExecutionStatus.Lost,
        ];
        foreach (var (i, status) in ends.Index())
            await ApplyAsync(Fired(Due + i), Ended(status, due: Due + i));
        await ApplyAsync(NotRun(ExecutionStatus.Skipped, Due + 99, "overlap"));

        var state = await StateAsync();
        Assert.That((state.RunCount, state.ErrorCount, state.FailuresInARow), Is.EqualTo((5, 3, 3)));
        Assert.That((state.LastStatus, state.LastError), Is.EqualTo((ExecutionStatus.Lost, "ended as Lost")));

        await ApplyAsync(Ended(due: Due + 50));
        Assert.That((await StateAsync()).FailuresInARow, Is.Zero);
    }

    [Test]
    public async Task The_last_run_is_the_one_that_started_last()
    {
        await ApplyAsync(Fired(), Started(), Fired(Due + Hour, Due + (2 * Hour)), Started(due: Due + Hour));

        await ApplyAsync(Ended());

        var state = await StateAsync();
        Assert.That((state.LastStatus, state.LastRunAt?.ToUnixTimeMilliseconds()), Is.EqualTo((ExecutionStatus.Running, StartOf(Due + Hour, 1))));
    }

    [Test]
    public async Task A_change_of_the_definition_keeps_what_has_been_counted()
    {
        await ApplyAsync(Fired(), Ended(ExecutionStatus.Failed));

        await SaveAsync(ScheduleId, Due + Hour);

        var state = await StateAsync();
        Assert.That((state.RunCount, state.FailuresInARow, state.LastError), Is.EqualTo((1, 1, "ended as Failed")));
    }

    [Test]
    public async Task Runs_of_a_deleted_schedule_are_kept_and_do_not_bring_it_back()
    {
        await Definitions.ChangeScheduleAsync("default", ScheduleId, _ => null, None);

        await ApplyAsync(Fired(), Ended());

        Assert.That(await Definitions.FindScheduleAsync("default", ScheduleId, None), Is.Null);
        Assert.That((await RunAsync()).Status, Is.EqualTo(ExecutionStatus.Succeeded));
    }

    private async Task<long?> NextAsync() => (await StateAsync()).NextRunAt?.ToUnixTimeMilliseconds();
}
