using RedisScheduler.Engine.Sync;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Sync;

public sealed class ScheduleEntriesTests
{
    private static readonly DateTimeOffset Now = Start.AddHours(2).AddSeconds(30);
    private readonly Schedule schedule = Schedule();

    [Test]
    public void An_active_schedule_keeps_the_due_time_of_its_state_also_in_the_past()
    {
        Assert.That(Entry(schedule, new() { NextRunAt = Start.AddMinutes(5) })!.NextDueMs, Is.EqualTo(Start.AddMinutes(5).Ms()));
        Assert.That(Entry(schedule, new())!.NextDueMs, Is.EqualTo(Now.AddSeconds(30).Ms()));
    }

    [Test]
    public void An_inactive_schedule_has_no_entry()
    {
        Assert.That(Entry(schedule with { WorkflowRunnable = false }), Is.Null);
        Assert.That(Entry(schedule with { Spec = schedule.Spec with { Enabled = false } }), Is.Null);
    }

    [Test]
    public void The_pause_of_its_scope_counts_beside_its_own_and_the_longer_of_both_decides()
    {
        var scope = new Pause("moving", null, Now, "root");
        var own = new Pause("release", Now.AddHours(1), Now, "ops");
        Assert.That(Entry(schedule with { ScopePause = scope, Pause = own })!.Note, Is.EqualTo("Paused by root: moving"));
        Assert.That(Entry(schedule with { ScopePause = scope with { Until = Now.AddMinutes(1) }, Pause = own }, new() { NextRunAt = Now })!.NextDueMs, Is.EqualTo(Now.AddHours(1).AddSeconds(30).Ms()));
    }

    [Test]
    public void After_the_pause_of_its_scope_was_ended_the_first_due_time_after_that_moment_is_next_and_later_ones_are_kept()
    {
        var ended = schedule with { ScopePause = new Pause("moving", Now, Now.AddHours(-1), "root") };
        Assert.That(Entry(ended, new() { NextRunAt = Now.AddMinutes(-30) })!.NextDueMs, Is.EqualTo(Now.AddSeconds(30).Ms()));
        Assert.That(Entry(ended, new() { NextRunAt = Now.AddMinutes(5) })!.NextDueMs, Is.EqualTo(Now.AddMinutes(5).Ms()));
    }

    [Test]
    public void A_completed_schedule_is_registered_and_never_due()
    {
        var entry = Entry(schedule, new() { Completed = true })!;
        Assert.That((entry.NextDueMs, entry.NextFireMs), Is.EqualTo(((long?)null, (long?)null)));
    }

    [Test]
    public void A_pause_without_an_end_leaves_nothing_due_and_says_why()
    {
        var entry = Entry(schedule with { Pause = new("release", null, Now, "ops") }, new() { NextRunAt = Now.AddMinutes(1) })!;
        Assert.That((entry.NextDueMs, entry.NextFireMs, entry.Note, entry.ResetDue), Is.EqualTo(((long?)null, (long?)null, "Paused by ops: release", true)));
    }

    [Test]
    public void A_pause_with_an_end_leaves_what_is_due_after_it()
    {
        var entry = Entry(schedule with { Pause = new(null, Now.AddMinutes(10), Now, "ops") }, new() { NextRunAt = Now.AddMinutes(1) })!;
        Assert.That(entry.NextDueMs, Is.EqualTo(Now.AddMinutes(10).AddSeconds(30).Ms()));
        Assert.That((entry.Note, entry.ResetDue), Is.EqualTo(("Paused by ops until 2026-01-01T02:10:30.000Z", true)));
    }

    [Test]
    public void What_came_due_during_a_pause_that_has_ended_is_no_misfire()
    {
        var until = Now.AddSeconds(-90);
        var entry = Entry(schedule with { Pause = new(null, until, Start, "ops") }, new() { NextRunAt = Start.AddMinutes(5) })!;
        Assert.That(entry.NextDueMs, Is.EqualTo(Now.AddSeconds(-30).Ms()));
        Assert.That(entry.Note, Is.Null);
    }

    [Test]
    public void It_carries_what_a_job_needs_and_what_Hangfire_shows()
    {
        var own = schedule with
        {
            Scope = "team", WorkflowId = "w", Producer = "p",
            Spec = schedule.Spec with { Payload = "{ }", Queue = "q", Priority = 1, Timeout = TimeSpan.FromSeconds(9), Overlap = OverlapPolicy.Allow },
        };
        var entry = Entry(own)!;

        Assert.That((entry.Key, entry.Revision, entry.CronText, entry.TimeZone, entry.CreatedMs), Is.EqualTo(("team~s", 1L, "@every 1m", "UTC", Start.Ms())));
        Assert.That(entry.Plan, Is.EqualTo(new SchedulePlan(EveryMinute, Start.Ms(), new(), OverlapPolicy.Allow)));
        Assert.That(entry.Spec, Is.EqualTo(Spec() with
        {
            Scope = "team", WorkflowId = "w", Producer = "p", Payload = "{ }", Queue = "q", Priority = 1, Timeout = TimeSpan.FromSeconds(9),
        }));
    }

    [Test]
    public void The_cron_text_tells_every_kind_of_timing()
    {
        Assert.That(Entry(Schedule(timing: new() { Cron = "0 9 * * *", TimeZone = "Europe/Berlin" }))!.CronText, Is.EqualTo("0 9 * * *"));
        Assert.That(Entry(Schedule(timing: new() { At = Start.AddDays(1) }))!.CronText, Is.EqualTo("2026-01-02T00:00:00.000Z"));
    }

    [Test]
    public void The_fire_time_has_the_jitter()
    {
        var spread = EveryMinute with { Jitter = TimeSpan.FromSeconds(50) };
        var entry = Entry(Schedule(timing: spread))!;
        Assert.That(entry.NextFireMs, Is.EqualTo(Occurrences.Of(spread, Start.Ms()).EffectiveAt("s", entry.NextDueMs!.Value)));
    }

    [Test]
    public void A_new_timing_that_runs_immediately_is_due_now()
    {
        Assert.That(NextDue.First(EveryMinute with { RunImmediately = true }, Start.Ms(), Now), Is.EqualTo(Now.Ms()));
        Assert.That(NextDue.First(EveryMinute, Start.Ms(), Now), Is.EqualTo(Now.AddSeconds(30).Ms()));
    }

    private static ScheduleEntry? Entry(Schedule schedule, ScheduleState? state = null) =>
        ScheduleEntries.From(new ScheduleView(schedule, state ?? new()), Now, resetDue: false);
}
