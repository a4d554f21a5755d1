using RedisScheduler.Engine.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Calendars;

/// <summary>What a changed calendar makes of a schedule that names it.</summary>
public sealed class CalendarUpdateTests
{
    private static readonly DateTimeOffset Now = Start.AddHours(12);
    private static readonly ScheduleTiming Daily = new() { Cron = "0 9 * * *", Exclusions = new() { Calendars = [FakeCalendars.Of("c").ForTimings()] } };

    [Test]
    public void The_next_due_time_is_computed_with_the_new_dates()
    {
        var view = View(Daily, Ms("2026-01-02T09:00Z"));

        var after = CalendarUpdate.Of(view, Current("2026-01-02/2026-01-04"), Now)!;

        Assert.That(after.State.NextRunAt!.Value.Ms(), Is.EqualTo(Ms("2026-01-05T09:00Z")));
        Assert.That((after.Schedule.Revision, after.Schedule.UpdatedAt, after.Schedule.AnchorMs), Is.EqualTo((0L, Now, view.Schedule.AnchorMs)));
        Assert.That(CalendarUpdate.Of(after, Current("2026-01-02/2026-01-04"), Now), Is.Null, "a second time changes nothing");
    }

    [Test]
    public void Dates_that_go_bring_a_completed_schedule_back()
    {
        var never = CalendarUpdate.Of(View(Daily, Ms("2026-01-02T09:00Z")), Current("1970-01-01/2199-12-31"), Now)!;
        Assert.That((never.State.Completed, never.State.NextRunAt), Is.EqualTo((true, (DateTimeOffset?)null)));

        var back = CalendarUpdate.Of(never, Current(), Now)!;
        Assert.That((back.State.Completed, back.State.NextRunAt!.Value.Ms()), Is.EqualTo((false, Ms("2026-01-02T09:00Z"))));
    }

    [Test]
    public void A_due_time_that_has_passed_stays_for_the_misfire_policy()
    {
        var overdue = View(Daily, Ms("2026-01-01T09:00Z"));

        Assert.That(CalendarUpdate.Of(overdue, Current("2026-01-01"), Now)!.State.NextRunAt!.Value.Ms(), Is.EqualTo(Ms("2026-01-01T09:00Z")));
    }

    [Test]
    public void A_calendar_that_is_gone_and_a_schedule_that_names_none_change_nothing()
    {
        Assert.That(CalendarUpdate.Of(View(Daily, null), new CurrentCalendars(), Now), Is.Null);
        Assert.That(CalendarUpdate.Of(View(EveryMinute, null), Current("2026-01-02"), Now), Is.Null);
    }

    [Test]
    public void A_paused_schedule_takes_the_dates_and_stays_paused()
    {
        var paused = View(Daily, null) with { Schedule = Schedule("s", Daily) with { Pause = new(null, null, Start, "me") } };

        var after = CalendarUpdate.Of(paused, Current("2026-01-02"), Now)!;
        Assert.That((after.StatusAt(Now), after.State.NextRunAt), Is.EqualTo((ScheduleStatus.Paused, (DateTimeOffset?)null)));
        Assert.That(after.Schedule.Spec.Timing.Exclusions!.Calendars[0].Dates, Has.Count.EqualTo(1));
    }

    private static CurrentCalendars Current(params string[] dates) => new(FakeCalendars.Of("c", dates));

    private static ScheduleView View(ScheduleTiming timing, long? nextMs) =>
        new(Schedule("s", timing), new ScheduleState { NextRunAt = nextMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null });
}
