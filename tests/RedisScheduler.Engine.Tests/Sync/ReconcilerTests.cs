using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Engine.Tests.Calendars;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Sync;

public sealed class ReconcilerTests
{
    private readonly ManualTime time = new(Start.AddHours(1));
    private readonly FakeRegistry registry = new();
    private readonly List<ScheduleView> defined = [];
    private readonly List<ScheduleVersion> synced = [];
    private readonly Mock<IDefinitionStore> store = new();
    private readonly FakeCalendars calendars = new();
    private Reconciler reconciler = null!;

    [SetUp]
    public void Make()
    {
        store.Setup(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>())).Returns(() => PagesAsync(defined.Select(Mark).Chunk(2)));
        store.Setup(sql => sql.MarkSyncedAsync(It.IsAny<IReadOnlyList<ScheduleVersion>>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyList<ScheduleVersion> versions, CancellationToken _) => synced.AddRange(versions)).Returns(Task.CompletedTask);
        store.Setup(sql => sql.FindSchedulesAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyCollection<string> keys, CancellationToken _) => defined.FindAll(view => keys.Contains(view.Schedule.Key)));
        store.Setup(sql => sql.ChangeScheduleAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<Func<ScheduleView?, ScheduleView?>>(), It.IsAny<AuditOf<ScheduleView>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, string id, Func<ScheduleView?, ScheduleView?> decide, AuditOf<ScheduleView>? _, CancellationToken _) => Change(id, decide));
        reconciler = new Reconciler(store.Object, calendars, registry, new ShardMap(1), new EngineOptions(), time, NullLogger<Reconciler>.Instance);
    }

    [TearDown]
    public void Dispose() => reconciler.Wake.Dispose();

    [Test]
    public async Task What_is_missing_is_registered_with_the_due_time_that_SQL_knows_and_marked_as_applied()
    {
        Define(Schedule("a") with { SyncedRevision = 0 }, new() { NextRunAt = Start.AddMinutes(7) });
        Define(Schedule("b"));
        Define(Schedule("c"));

        var round = await reconciler.RunOnceAsync(default);

        Assert.That((round.Done, registry.Entries.Count), Is.EqualTo((3, 3)));
        Assert.That(registry.Entries["a"].NextDueMs, Is.EqualTo(Start.AddMinutes(7).Ms()), "in the past: the misfire policy is to speak");
        Assert.That(synced, Is.EqualTo(new[] { new ScheduleVersion("a", 1) }));
    }

    [Test]
    public async Task What_an_emptied_Redis_gets_back_has_the_count_of_its_runs()
    {
        Define(Schedule("a", EveryMinute with { MaxRuns = 5 }), new() { FiredCount = 4, NextRunAt = Start.AddMinutes(61) });
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries["a"].Runs, Is.EqualTo(4));
    }

    [Test]
    public async Task A_second_comparison_changes_nothing()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        reconciler.Request();
        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.Zero);
    }

    [Test]
    public async Task A_newer_definition_replaces_an_older_entry()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        defined[0] = new(Schedule("a", new() { Interval = TimeSpan.FromMinutes(5) }, revision: 2) with { SyncedRevision = 1 }, new() { NextRunAt = Start.AddMinutes(65) });
        reconciler.Request();
        await reconciler.RunOnceAsync(default);

        Assert.That((registry.Entries["a"].Revision, registry.Entries["a"].NextDueMs), Is.EqualTo((2L, (long?)Start.AddMinutes(65).Ms())));
        Assert.That(synced, Is.EqualTo(new[] { new ScheduleVersion("a", 2) }));
    }

    [Test]
    public async Task A_due_time_of_SQL_that_lags_behind_does_not_set_Redis_back()
    {
        Define(Schedule("a"), new() { NextRunAt = Start.AddMinutes(59) });
        registry.Entries["a"] = ScheduleEntries.From(new(Schedule("a"), new() { NextRunAt = Start.AddMinutes(61) }), time.GetUtcNow(), true)!;
        defined[0] = defined[0] with { Schedule = defined[0].Schedule with { Revision = 2 } };

        await reconciler.RunOnceAsync(default);

        Assert.That((registry.Entries["a"].Revision, registry.Entries["a"].NextDueMs), Is.EqualTo((2L, (long?)Start.AddMinutes(61).Ms())));
    }

    [Test]
    public async Task A_fire_time_that_something_else_has_overwritten_is_taken_back()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        registry.Overwritten.Add("a");

        reconciler.Request();
        await reconciler.RunOnceAsync(default);

        Assert.That(registry.Overwritten, Is.Empty);
    }

    [Test]
    public async Task A_pause_and_its_end_that_Redis_missed_are_made_up()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        defined[0] = new(Schedule("a", revision: 2) with { Pause = new(null, null, Start, "me") }, new());
        reconciler.Request();
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries["a"].NextDueMs, Is.Null);

        defined[0] = new(Schedule("a", revision: 3), new() { NextRunAt = Start.AddMinutes(62) });
        reconciler.Request();
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries["a"].NextDueMs, Is.EqualTo(Start.AddMinutes(62).Ms()));
    }

    [Test]
    public async Task What_is_not_defined_or_inactive_is_removed()
    {
        Define(Schedule("kept"));
        Define(Schedule("inactive"));
        await reconciler.RunOnceAsync(default);
        registry.Entries["orphan"] = registry.Entries["kept"] with { Key = "orphan" };
        defined[1] = new(Schedule("inactive", revision: 2) with { WorkflowRunnable = false, SyncedRevision = 1 }, new());
        reconciler.Request();

        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.EqualTo(2));
        Assert.That(registry.Entries.Keys, Is.EqualTo(new[] { "kept" }));
        Assert.That(synced, Is.EqualTo(new[] { new ScheduleVersion("inactive", 2) }));
    }

    [Test]
    public async Task Schedules_that_are_saved_during_the_comparison_are_no_orphans_and_are_asked_for_page_by_page()
    {
        store.Setup(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>())).Returns(() => PagesAsync([]));
        foreach (var late in new[] { Schedule("late"), Schedule("later") })
        {
            registry.Entries[late.Id] = ScheduleEntries.From(new(late, new()), time.GetUtcNow(), false)!;
            Define(late);
        }

        registry.Entries["orphan"] = registry.Entries["late"] with { Key = "orphan" };

        await reconciler.RunOnceAsync(default);

        Assert.That(registry.Entries.Keys, Is.EquivalentTo(new[] { "late", "later" }));
        store.Verify(sql => sql.FindSchedulesAsync(new[] { "late", "later" }, It.IsAny<CancellationToken>()), Times.Once);
        store.Verify(sql => sql.FindSchedulesAsync(new[] { "orphan" }, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task An_emptied_Redis_is_noticed_at_the_next_look_and_rebuilt()
    {
        Define(Schedule("a"));
        Define(Schedule("b"));
        var wait = (await reconciler.RunOnceAsync(default)).Wait;
        Assert.That(wait, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
        registry.Entries.Clear();

        time.Advance(wait);
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_Redis_that_was_emptied_after_the_first_schedule_was_saved_is_noticed_at_the_next_look_too()
    {
        await reconciler.RunOnceAsync(default);
        Define(Schedule("a", Samples.EveryMinute) with { SyncedRevision = 1 }, new() { NextRunAt = Start.AddMinutes(1) });

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.EqualTo(1));
        Assert.That(registry.Entries.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Looks_are_cheap_and_a_comparison_follows_every_minute()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        for (var i = 0; i < 11; i++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await reconciler.RunOnceAsync(default);
        }

        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Once);
        time.Advance(TimeSpan.FromSeconds(5));
        await reconciler.RunOnceAsync(default);
        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task While_another_process_has_the_turn_it_only_looks_whether_Redis_is_empty()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        registry.Busy = true;

        time.Advance(TimeSpan.FromMinutes(1));
        await reconciler.RunOnceAsync(default);
        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(registry.Turns, Is.EqualTo(new[] { TimeSpan.FromMinutes(1) }));

        registry.Entries.Clear();
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_long_comparison_is_followed_by_ten_times_as_long_a_pause_unless_it_found_something()
    {
        Define(Schedule("a"));
        store.Setup(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return PagesAsync(defined.Select(Mark).Chunk(2));
        });
        await reconciler.RunOnceAsync(default);
        time.Advance(TimeSpan.FromSeconds(60));
        await reconciler.RunOnceAsync(default);
        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));

        time.Advance(TimeSpan.FromSeconds(199));
        await reconciler.RunOnceAsync(default);
        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));

        time.Advance(TimeSpan.FromSeconds(1));
        await reconciler.RunOnceAsync(default);
        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Exactly(3));
        Assert.That(registry.Turns, Is.EqualTo(new[] { TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(200) }));
    }

    [Test]
    public async Task What_is_in_Redis_is_looked_through_only_where_it_is_more_or_less_than_what_is_defined()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        var scans = registry.Scans;

        reconciler.Request();
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Scans, Is.EqualTo(scans));

        registry.Entries["orphan"] = registry.Entries["a"] with { Key = "orphan" };
        reconciler.Request();
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task After_an_outage_of_Redis_it_compares_at_once()
    {
        Define(Schedule("a"));
        await reconciler.RunOnceAsync(default);
        registry.Away = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => reconciler.RunOnceAsync(default));
        Assert.ThrowsAsync<StoreUnavailableException>(() => reconciler.RunOnceAsync(default));
        Define(Schedule("b") with { SyncedRevision = 0 });

        registry.Away = false;
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries.Keys, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task One_definition_that_cannot_be_read_does_not_stop_the_others()
    {
        Define(Schedule("bad", new() { Cron = "no cron" }), new() { NextRunAt = Start.AddDays(1), Tzdb = "2020a" });
        Define(Schedule("bad too", new() { Cron = "no cron" }));
        Define(Schedule("good"));
        await reconciler.RunOnceAsync(default);
        Assert.That(registry.Entries.Keys, Is.EqualTo(new[] { "good" }));
    }

    [Test]
    public async Task A_due_time_that_an_older_zone_database_computed_is_computed_anew()
    {
        var wrong = Schedule("a", new() { Cron = "0 9 * * *", TimeZone = "America/Vancouver" });
        Define(wrong, new() { NextRunAt = Start.AddHours(18), Tzdb = "2020a" });
        await reconciler.RunOnceAsync(default);

        Assert.That(defined[0].State.Tzdb, Is.EqualTo(Timing.Zones.TzdbVersion));
        Assert.That(registry.Entries["a"].NextDueMs, Is.EqualTo(NextDue.For(wrong.Spec.Timing, 0, time.GetUtcNow())));
        Assert.That(registry.Entries["a"].Revision, Is.EqualTo(100));
        reconciler.Request();
        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.Zero);
    }

    [Test]
    public async Task A_definition_that_was_changed_in_the_database_by_hand_is_saved_and_applied_with_its_new_due_time()
    {
        Define(Schedule("a", new() { Interval = TimeSpan.FromMinutes(5) }) with { ChangedByHand = true }, new() { NextRunAt = Start.AddDays(1) });
        await reconciler.RunOnceAsync(default);

        Assert.That(defined[0].Schedule.ChangedByHand, Is.False);
        Assert.That(registry.Entries["a"].NextDueMs, Is.EqualTo(NextDue.For(defined[0].Schedule.Spec.Timing, defined[0].Schedule.AnchorMs, time.GetUtcNow())));
        Assert.That(registry.Entries["a"].Revision, Is.EqualTo(100));
        reconciler.Request();
        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.Zero);
    }

    [Test]
    public async Task A_calendar_that_changed_while_its_schedules_were_not_followed_up_is_made_up()
    {
        var timing = new Timing.ScheduleTiming { Cron = "0 9 * * *", Exclusions = new() { Calendars = [FakeCalendars.Of("c").ForTimings()] } };
        Define(Schedule("a", timing), new() { NextRunAt = Start.AddHours(9) });
        await reconciler.RunOnceAsync(default);
        calendars.Saved["c"] = FakeCalendars.Of("c", "2026-01-01/2026-01-03");
        reconciler.Request();
        await reconciler.RunOnceAsync(default);

        Assert.That(registry.Entries["a"].NextDueMs, Is.EqualTo(Ms("2026-01-04T09:00Z")));
        Assert.That(registry.Entries["a"].Plan.Timing.Exclusions!.Calendars[0].Dates, Has.Count.EqualTo(1));
        reconciler.Request();
        Assert.That((await reconciler.RunOnceAsync(default)).Done, Is.Zero);
    }

    [Test]
    public async Task Of_schedules_that_are_as_they_were_no_more_is_read_than_their_marks()
    {
        Define(Schedule("a") with { SyncedRevision = 1 });
        Define(Schedule("inactive") with { SyncedRevision = 1, WorkflowRunnable = false });
        await reconciler.RunOnceAsync(default);
        store.Invocations.Clear();

        reconciler.Request();
        await reconciler.RunOnceAsync(default);

        store.Verify(sql => sql.StreamMarksAsync(It.IsAny<CancellationToken>()), Times.Once);
        store.VerifyNoOtherCalls();
    }

    private void Define(Schedule schedule, ScheduleState? state = null) => defined.Add(new(schedule, state ?? new()));

    private Change<ScheduleView> Change(string id, Func<ScheduleView?, ScheduleView?> decide)
    {
        var at = defined.FindIndex(view => view.Schedule.Id == id);
        var (before, after) = (defined[at], decide(defined[at])!);
        defined[at] = after with { Schedule = after.Schedule with { Revision = 100 } };
        return new(before, defined[at], 100);
    }

    private ScheduleMark Mark(ScheduleView view) =>
        new(
            view.Schedule.Key, view.Schedule.Revision, view.StatusAt(time.GetUtcNow()) != ScheduleStatus.Inactive, view.Schedule.SyncedRevision >= view.Schedule.Revision,
            !view.Schedule.ChangedByHand && view.Schedule.Spec.Timing.Exclusions is not { Calendars.Count: > 0 } && (view.State.Tzdb is null || view.State.Tzdb == Timing.Zones.TzdbVersion));

    private static async IAsyncEnumerable<IReadOnlyList<ScheduleMark>> PagesAsync(IEnumerable<ScheduleMark[]> pages)
    {
        await Task.CompletedTask;
        foreach (var page in pages)
        {
            yield return page;
        }
    }
}
