using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Tests.Definitions;

/// <summary>What a schedule becomes; nothing but a decision, so every case is cheap.</summary>
[TestFixture]
public sealed class ScheduleChangeTests
{
    private static readonly DateTimeOffset Later = Samples.Start.AddSeconds(90);

    [Test]
    public void What_is_the_same_is_the_very_same()
    {
        var before = Saved();
        Assert.That(Save(before, ScheduleWish.Of(before.Schedule)), Is.SameAs(before));
    }

    [Test]
    public void A_new_schedule_is_due_an_interval_after_it_was_saved() =>
        Assert.That(Saved().State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(1)));

    [Test]
    public void A_new_schedule_that_runs_immediately_is_due_now_and_not_again_when_its_timing_changes()
    {
        var immediately = Samples.EveryMinute with { RunImmediately = true };
        var before = Saved(immediately);
        Assert.That(before.State.NextRunAt, Is.EqualTo(Samples.Start));
        var changed = Save(before, Wish(immediately with { Interval = TimeSpan.FromHours(1) }));
        Assert.That(changed.State.NextRunAt, Is.EqualTo(Later.AddHours(1)));
    }

    [Test]
    public void A_change_of_anything_but_the_timing_keeps_the_next_due_time_and_the_anchor()
    {
        var before = Saved();
        var after = Save(before, ScheduleWish.Of(before.Schedule) with { Spec = before.Schedule.Spec with { Payload = "1" } });
        Assert.That((after.State.NextRunAt, after.Schedule.AnchorMs, after.Schedule.Revision), Is.EqualTo((before.State.NextRunAt, before.Schedule.AnchorMs, 0L)));
        Assert.That((after.Schedule.CreatedAt, after.Schedule.UpdatedAt), Is.EqualTo((Samples.Start, Later)));
    }

    [Test]
    public void A_new_interval_counts_from_now_and_a_new_window_does_not()
    {
        var interval = Save(Saved(), Wish(new ScheduleTiming { Interval = TimeSpan.FromHours(1) }));
        Assert.That((interval.State.NextRunAt, interval.Schedule.AnchorMs), Is.EqualTo((Later.AddHours(1), Later.Ms())));
        var window = Save(Saved(), Wish(Samples.EveryMinute with { EndAt = Samples.Start.AddDays(1) }));
        Assert.That((window.State.NextRunAt, window.Schedule.AnchorMs), Is.EqualTo((Samples.Start.AddMinutes(2), Samples.Start.Ms())));
    }

    [Test]
    public void A_moment_that_has_passed_is_refused_where_it_is_new_and_kept_where_it_is_not()
    {
        var once = new ScheduleTiming { At = Samples.Start.AddSeconds(10) };
        var errors = new FieldErrors();
        Save(null, Wish(once) with { Path = "handlerConfig.producers.a" }, errors: errors);
        Assert.That(errors.Has("handlerConfig.producers.a.at"), Is.True);

        var before = Saved(once);
        Assert.That(Save(before, Wish(once) with { Name = "renamed" }).State.NextRunAt, Is.EqualTo(once.At));
    }

    [Test]
    public void While_it_is_disabled_nothing_is_due_and_enabling_it_is_due_first_after_now()
    {
        var disabled = Save(Saved(), Wish(Samples.EveryMinute, enabled: false));
        Assert.That(disabled.State.NextRunAt, Is.Null);
        Assert.That(disabled.State.Completed, Is.False);
        Assert.That(Save(disabled, Wish(Samples.EveryMinute)).State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(2)));
    }

    [Test]
    public void A_completed_schedule_stays_so_until_its_timing_changes()
    {
        var before = Saved();
        before = before with { State = before.State with { Completed = true, NextRunAt = null } };
        var disabled = Save(before, Wish(Samples.EveryMinute, enabled: false));
        Assert.That(Save(disabled, Wish(Samples.EveryMinute)).State.Completed, Is.True);
        var changed = Save(before, Wish(new ScheduleTiming { Interval = TimeSpan.FromHours(1) }));
        Assert.That((changed.State.Completed, changed.State.NextRunAt), Is.EqualTo((false, Later.AddHours(1))));
    }

    [Test]
    public void A_timing_without_an_occurrence_left_is_completed_at_once()
    {
        var after = Save(Saved(), Wish(Samples.EveryMinute with { EndAt = Samples.Start.AddSeconds(95) }));
        Assert.That((after.State.Completed, after.State.NextRunAt), Is.EqualTo((true, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_pause_without_an_end_leaves_nothing_due_and_one_with_an_end_what_comes_after_it()
    {
        var change = new ScheduleChange("default", Later, new FieldErrors());
        Assert.That(change.Pause(Saved(), new Pause(null, null, Later, "me")).State.NextRunAt, Is.Null);
        var until = change.Pause(Saved(), new Pause(null, Samples.Start.AddMinutes(10), Later, "me"));
        Assert.That(until.State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(11)));
        Assert.That(change.Pause(until, null).State.NextRunAt, Is.EqualTo(Samples.Start.AddMinutes(2)));
    }

    [Test]
    public void A_resumed_schedule_has_all_its_chances_to_fail_again()
    {
        var change = new ScheduleChange("default", Later, new FieldErrors());
        var failing = Saved() with { State = Saved().State with { FailuresInARow = 3 } };
        var paused = change.Pause(failing, new Pause(null, null, Later, "pauseOnFailure"));
        Assert.That(paused.State.FailuresInARow, Is.EqualTo(3));
        Assert.That(change.Pause(paused, null).State.FailuresInARow, Is.Zero);
    }

    [Test]
    public void A_schedule_that_has_had_its_runs_is_completed_and_due_again_when_it_may_have_more()
    {
        var twice = Samples.EveryMinute with { MaxRuns = 2 };
        var before = Saved(twice) with { State = Saved(twice).State with { FiredCount = 2, Completed = true, NextRunAt = null } };
        var narrowed = Save(before, Wish(twice with { EndAt = Samples.Start.AddDays(1) }));
        Assert.That((narrowed.State.Completed, narrowed.State.NextRunAt), Is.EqualTo((true, (DateTimeOffset?)null)));
        var more = Save(before, Wish(twice with { MaxRuns = 3 }));
        Assert.That((more.State.Completed, more.State.NextRunAt), Is.EqualTo((false, Samples.Start.AddMinutes(2))));
    }

    [Test]
    public void Of_two_pauses_the_longer_one_holds()
    {
        var (forever, hour, day) = (new Pause("own", null, Later, "a"), new Pause("own", Later.AddHours(1), Later, "a"), new Pause("all", Later.AddDays(1), Later, "b"));
        Assert.That(Pause.Longer(forever, day), Is.SameAs(forever));
        Assert.That(Pause.Longer(hour, day), Is.SameAs(day));
        Assert.That(Pause.Longer(hour, null), Is.SameAs(hour));
        Assert.That(Pause.Longer(null, day), Is.SameAs(day));
        Assert.That(Pause.Longer(hour, forever), Is.SameAs(forever));
    }

    private static ScheduleView Saved(ScheduleTiming? timing = null)
    {
        var made = new ScheduleChange("default", Samples.Start, new FieldErrors()).Save(null, Wish(timing ?? Samples.EveryMinute), null, runnable: true);
        return made with { Schedule = made.Schedule with { Revision = 1, SyncedRevision = 1 } };
    }

    private static ScheduleView Save(ScheduleView? before, ScheduleWish wish, FieldErrors? errors = null) =>
        new ScheduleChange("default", Later, errors ?? new FieldErrors()).Save(before, wish, before?.Schedule.Pause, runnable: true);

    private static ScheduleWish Wish(ScheduleTiming timing, bool enabled = true) =>
        new("s", null, null, Owned: false, "s", null, new ScheduleSpec { Timing = timing, Target = new HandlerTarget("h"), Enabled = enabled });
}
