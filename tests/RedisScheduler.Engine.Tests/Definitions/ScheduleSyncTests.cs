using Moq;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Engine.Tests.Loops;
using RedisScheduler.Engine.Tests.Sync;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Definitions;

/// <summary>From SQL to Redis, at once or later.</summary>
[TestFixture]
public sealed class ScheduleSyncTests
{
    private readonly ManualTime time = new(Samples.Start);
    private FakeRegistry registry = null!;
    private Mock<IDefinitionStore> store = null!;
    private Mock<IReconcilerTrigger> reconciler = null!;

    [SetUp]
    public void Begin() => (registry, store, reconciler) = (new(), new(), new());

    [Test]
    public async Task What_is_saved_is_registered_and_noted_as_such()
    {
        var after = await Sync().ApplyAsync([], [View(2, next: Samples.Start.AddMinutes(1))], 2);
        Assert.That(after[0].Schedule.SyncedRevision, Is.EqualTo(2));
        Assert.That(registry.Entries["s"].NextDueMs, Is.EqualTo(Samples.Start.AddMinutes(1).Ms()));
        store.Verify(sql => sql.MarkSyncedAsync(new[] { new ScheduleVersion("s", 2) }, It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task Nobody_waits_until_SQL_has_noted_it()
    {
        store.Setup(sql => sql.MarkSyncedAsync(It.IsAny<IReadOnlyList<ScheduleVersion>>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource().Task);
        var after = await Sync().ApplyAsync([], [View(2)], 2);
        Assert.That(after[0].Schedule.SyncedRevision, Is.EqualTo(2));
    }

    [Test]
    public async Task Where_SQL_does_not_note_it_the_Reconciler_is_asked_to_look_again()
    {
        store.Setup(sql => sql.MarkSyncedAsync(It.IsAny<IReadOnlyList<ScheduleVersion>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("database"));
        var after = await Sync().ApplyAsync([], [View(2)], 2);
        Assert.That(after[0].Schedule.SyncedRevision, Is.EqualTo(2));
        reconciler.Verify(trigger => trigger.Request(), Times.Once);
    }

    [Test]
    public async Task Where_Redis_is_away_it_stays_pending_and_the_Reconciler_is_asked()
    {
        registry.Away = true;
        var after = await Sync().ApplyAsync([], [View(2)], 2);
        Assert.That(after[0].Schedule.SyncedRevision, Is.EqualTo(0));
        reconciler.Verify(trigger => trigger.Request(), Times.Once);
    }

    [Test]
    public async Task A_change_that_decides_nothing_about_due_times_keeps_the_one_that_Redis_has()
    {
        var before = View(1, synced: 1, next: Samples.Start.AddMinutes(-5));
        await Sync().ApplyAsync([], [before with { Schedule = before.Schedule with { SyncedRevision = 0 }, State = new() { NextRunAt = Samples.Start.AddMinutes(1) } }], 1);
        await Sync().ApplyAsync([before], [View(2, synced: 1, next: Samples.Start.AddMinutes(-5))], 2);
        Assert.That((registry.Entries["s"].Revision, registry.Entries["s"].NextDueMs), Is.EqualTo((2L, Samples.Start.AddMinutes(1).Ms())));
    }

    [Test]
    public async Task A_schedule_that_Redis_has_completed_is_not_revived_by_an_old_due_time()
    {
        var before = View(1, synced: 1, next: Samples.Start.AddMinutes(-5));
        registry.Entries["s"] = ScheduleEntries.From(before, Samples.Start, resetDue: true)! with { NextDueMs = null, NextFireMs = null };
        await Sync().ApplyAsync([before], [View(2, synced: 1, next: Samples.Start.AddMinutes(-5))], 2);
        Assert.That(registry.Entries["s"].NextDueMs, Is.Null);
    }

    [Test]
    public async Task What_an_earlier_change_decided_while_Redis_was_away_is_not_forgotten()
    {
        var registered = View(1, synced: 1);
        registry.Entries["s"] = ScheduleEntries.From(registered, Samples.Start, resetDue: true)! with { NextDueMs = null, NextFireMs = null };
        var resumed = View(2, synced: 1, next: Samples.Start.AddMinutes(3));
        await Sync().ApplyAsync([resumed], [View(3, synced: 1, next: Samples.Start.AddMinutes(3))], 3);
        Assert.That(registry.Entries["s"].NextDueMs, Is.EqualTo(Samples.Start.AddMinutes(3).Ms()));
    }

    [Test]
    public async Task What_is_gone_or_inactive_is_removed()
    {
        var (gone, inactive) = (View(1, synced: 1, id: "gone"), View(1, synced: 1, id: "inactive"));
        await Sync().ApplyAsync([], [gone with { Schedule = gone.Schedule with { SyncedRevision = 0 } }, inactive with { Schedule = inactive.Schedule with { SyncedRevision = 0 } }], 1);
        Assert.That(registry.Entries.Keys, Is.EquivalentTo(new[] { "gone", "inactive" }));
        await Sync().ApplyAsync([gone, inactive], [inactive with { Schedule = inactive.Schedule with { Revision = 2, WorkflowRunnable = false } }], 3);
        Assert.That(registry.Entries, Is.Empty);
    }

    private ScheduleSync Sync() => new(registry, store.Object, reconciler.Object, time, new ListLogger<ScheduleSync>());

    private static ScheduleView View(long revision, long synced = 0, DateTimeOffset? next = null, string id = "s") =>
        new(Samples.Schedule(id, revision: revision) with { SyncedRevision = synced }, new ScheduleState { NextRunAt = next });
}
