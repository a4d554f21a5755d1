using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Engine.Tests.Loops;
using RedisScheduler.Engine.Tests.Sync;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Definitions;

/// <summary>The next due time that is shown.</summary>
[TestFixture]
public sealed class LiveDueTests
{
    private static readonly ScheduleView View = new(Samples.Schedule(), new ScheduleState { NextRunAt = Samples.Start });
    private readonly ManualTime time = new(Samples.Start);
    private readonly FakeRegistry registry = new();

    [SetUp]
    public void Register()
    {
        registry.Away = false;
        registry.Entries["s"] = ScheduleEntries.From(View, Samples.Start, resetDue: true)! with { NextDueMs = Samples.Start.AddMinutes(1).Ms() };
    }

    [Test]
    public async Task It_is_the_one_that_Redis_knows() => Assert.That((await OverlayAsync(Live()))!.State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(1)));

    [Test]
    public async Task A_revision_that_is_not_applied_yet_shows_its_own()
    {
        var pending = View with { Schedule = View.Schedule with { Revision = 2 } };
        Assert.That((await OverlayAsync(Live(), pending))!.State.NextRunAt, Is.EqualTo(Samples.Start));
    }

    [Test]
    public async Task An_active_schedule_without_a_due_time_in_Redis_is_completed()
    {
        registry.Entries["s"] = registry.Entries["s"] with { NextDueMs = null };
        Assert.That((await OverlayAsync(Live()))!.StatusAt(Samples.Start), Is.EqualTo(ScheduleStatus.Completed));
    }

    [Test]
    public async Task Where_Redis_is_away_it_is_left_alone_for_a_while_and_then_asked_again()
    {
        var live = Live();
        registry.Away = true;
        Assert.That((await OverlayAsync(live))!.State.NextRunAt, Is.EqualTo(Samples.Start));
        registry.Away = false;
        var reads = registry.Reads;
        Assert.That((await OverlayAsync(live))!.State.NextRunAt, Is.EqualTo(Samples.Start));
        Assert.That(registry.Reads, Is.EqualTo(reads));
        time.Advance(LiveDue.Rest);
        Assert.That((await OverlayAsync(live))!.State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(1)));
    }

    private LiveDue Live() => new(registry, time, new ListLogger<LiveDue>());

    private static async Task<ScheduleView?> OverlayAsync(LiveDue live, ScheduleView? view = null) => (await live.OverlayAsync([view ?? View], CancellationToken.None))[0];
}
