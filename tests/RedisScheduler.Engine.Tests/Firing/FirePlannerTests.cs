using RedisScheduler.Engine.Firing;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Firing;

public sealed class FirePlannerTests
{
    private const long Minute = 60_000;
    private static readonly long First = Start.Ms() + Minute;
    private readonly FirePlanner planner = new(new OccurrenceCache());

    [Test]
    public void What_is_due_on_time_is_run_once_and_the_next_due_time_follows()
    {
        var fire = planner.Plan(Due(EveryMinute, First), First + 3);

        var job = fire.Jobs.Single();
        Assert.That((job.Id, job.DueMs, job.Trigger), Is.EqualTo(($"s@{First}", First, ExecutionTrigger.Schedule)));
        Assert.That((fire.ExpectedFireMs, fire.NextDueMs, fire.NextFireMs), Is.EqualTo((First, (long?)First + Minute, (long?)First + Minute)));
        Assert.That(fire.Missed, Is.Empty);
        Assert.That(job.Event, Is.EqualTo(new JobEvent
        {
            Id = job.Id,
            Status = ExecutionStatus.Queued,
            Scope = "default",
            ScheduleId = "s",
            Trigger = ExecutionTrigger.Schedule,
            ScheduledMs = First,
            EnqueuedMs = First + 3,
            RunNumber = 1,
            SetsNextDue = true,
            NextDueMs = First + Minute,
        }));
    }

    [Test]
    public void Due_times_within_the_threshold_are_each_run_and_the_last_tells_the_next()
    {
        var every10 = EveryMinute with { Interval = TimeSpan.FromSeconds(10) };
        var first = Start.Ms() + 10_000;

        var fire = planner.Plan(Due(every10, first), first + 35_000);

        Assert.That(fire.Jobs.Select(job => job.DueMs - first), Is.EqualTo(new long[] { 0, 10_000, 20_000, 30_000 }));
        Assert.That(fire.Jobs.Select(job => job.Event.SetsNextDue), Is.EqualTo(new[] { false, false, false, true }));
        Assert.That(fire.NextDueMs - first, Is.EqualTo(40_000));
    }

    [Test]
    public void Fire_once_runs_the_newest_missed_one_and_makes_one_row_of_the_others()
    {
        var now = First + (3 * 1440 * Minute) + 500;

        var fire = planner.Plan(Due(EveryMinute, First), now);

        var newest = First + (3 * 1440 * Minute) - Minute;
        Assert.That(fire.Jobs.Select(job => (job.DueMs, job.Trigger)), Is.EqualTo(new[] { (newest, ExecutionTrigger.CatchUp), (newest + Minute, ExecutionTrigger.Schedule) }));
        var missed = fire.Missed.Single();
        Assert.That((missed.ScheduledMs, missed.ScheduledToMs, missed.Count), Is.EqualTo(((long?)First, (long?)newest - Minute, (3 * 1440) - 1)));
        Assert.That((missed.Status, missed.Id, missed.Reason), Is.EqualTo((ExecutionStatus.Missed, $"s@{First}", "misfire: 4319 due times, late by 3d; the misfire policy runs only the newest one.")));
        Assert.That(fire.NextDueMs, Is.EqualTo(newest + (2 * Minute)));
    }

    [Test]
    public void Fire_once_with_a_single_missed_one_leaves_no_row_beside_the_run()
    {
        var hourly = new ScheduleTiming { Cron = "0 * * * *" };
        var due = Ms("2026-01-01T05:00:00Z");

        var fire = planner.Plan(Due(hourly, due), due + (10 * Minute));

        Assert.That(fire.Jobs.Select(job => (job.DueMs, job.Trigger)), Is.EqualTo(new[] { (due, ExecutionTrigger.CatchUp) }));
        Assert.That(fire.Missed, Is.Empty);
    }

    [Test]
    public void Skip_runs_nothing_that_was_missed_and_the_row_tells_the_next_due_time()
    {
        var hourly = new ScheduleTiming { Cron = "0 * * * *" };
        var due = Ms("2026-01-01T05:00:00Z");

        var fire = planner.Plan(Due(hourly, due, new() { Action = MisfireAction.Skip }), due + (190 * Minute));

        Assert.That(fire.Jobs, Is.Empty);
        var missed = fire.Missed.Single();
        Assert.That((missed.Count, missed.ScheduledToMs), Is.EqualTo((4, (long?)Ms("2026-01-01T08:00:00Z"))));
        Assert.That((missed.SetsNextDue, missed.NextDueMs), Is.EqualTo((true, (long?)Ms("2026-01-01T09:00:00Z"))));
    }

    [TestCase(100, 60, ExpectedResult = "catch up 10:00..10:59, missed 540")]
    [TestCase(5, 60, ExpectedResult = "catch up 10:55..10:59, missed 595")]
    [TestCase(0, 60, ExpectedResult = "catch up nothing, missed 600")]
    public string Catch_up_runs_the_newest_within_its_window(int max, int windowMinutes)
    {
        var misfire = new MisfirePolicy { Action = MisfireAction.CatchUp, MaxCatchUp = max, CatchUpWindow = TimeSpan.FromMinutes(windowMinutes) };
        var now = Ms("2026-01-01T11:00:00Z");
        var due = Ms("2026-01-01T01:00:00Z");

        var fire = planner.Plan(Due(new() { Cron = "* * * * *" }, due, misfire with { Threshold = TimeSpan.FromMilliseconds(1) }), now);

        var jobs = fire.Jobs.Where(job => job.Trigger == ExecutionTrigger.CatchUp).Select(job => DateTimeOffset.FromUnixTimeMilliseconds(job.DueMs).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return $"catch up {(jobs.Count == 0 ? "nothing" : $"{jobs[0]}..{jobs[^1]}")}, missed {fire.Missed.Sum(missed => missed.Count)}";
    }

    [Test]
    public void After_the_last_run_that_is_allowed_there_is_no_next_one()
    {
        var twice = EveryMinute with { MaxRuns = 2 };

        Assert.That(planner.Plan(Due(twice, First, runs: 0), First).NextDueMs, Is.Not.Null);
        var last = planner.Plan(Due(twice, First, runs: 1), First);
        Assert.That((last.Jobs.Count, last.NextDueMs, last.NextFireMs), Is.EqualTo((1, (long?)null, (long?)null)));
        Assert.That((last.Jobs[0].Event.SetsNextDue, last.Jobs[0].Event.RunNumber), Is.EqualTo((true, (long?)2)));
        Assert.That(planner.Plan(Due(twice, First, runs: 2), First).Jobs, Is.Empty);
    }

    [TestCase(0, ExpectedResult = "1 run, none missed, none next")]
    [TestCase(1, ExpectedResult = "0 run, none missed, none next")]
    [TestCase(600_000, ExpectedResult = "0 run, none missed, none next")]
    public string A_due_time_after_the_end_is_none(int msAfter)
    {
        var ended = EveryMinute with { EndAt = DateTimeOffset.FromUnixTimeMilliseconds(First) };

        var fire = planner.Plan(Due(ended, First + msAfter), First + msAfter);

        return $"{fire.Jobs.Count} run, {(fire.Missed.Count == 0 ? "none" : "some")} missed, {(fire.NextDueMs is null ? "none" : "one")} next";
    }

    [Test]
    public void One_moment_is_run_once_even_when_it_was_missed()
    {
        var at = Start.AddHours(1);

        var fire = planner.Plan(Due(new() { At = at }, at.Ms()), at.Ms() + 3_600_000);

        Assert.That((fire.Jobs.Single().Trigger, fire.NextDueMs), Is.EqualTo((ExecutionTrigger.CatchUp, (long?)null)));
    }

    [Test]
    public void A_first_due_time_beside_the_timing_is_run_and_the_timing_goes_on_from_it()
    {
        var hourly = new ScheduleTiming { Cron = "0 * * * *", RunImmediately = true };
        var saved = Ms("2026-01-01T05:17:23Z");

        var fire = planner.Plan(Due(hourly, saved), saved + 20);

        Assert.That((fire.Jobs.Single().DueMs, fire.NextDueMs), Is.EqualTo((saved, (long?)Ms("2026-01-01T06:00:00Z"))));
    }

    [Test]
    public void The_next_fire_time_has_the_jitter_and_a_due_time_whose_jitter_has_not_passed_is_not_run()
    {
        var spread = EveryMinute with { Jitter = TimeSpan.FromSeconds(50) };
        var occurrences = Occurrences.Of(spread, Start.Ms());
        var first = Due(spread, First) with { FireMs = occurrences.EffectiveAt("s", First) };
        var second = occurrences.EffectiveAt("s", First + Minute);

        var fire = planner.Plan(first, second - 1);

        Assert.That(fire.Jobs.Select(job => job.DueMs), Is.EqualTo(new[] { First }));
        Assert.That((fire.NextDueMs, fire.NextFireMs), Is.EqualTo(((long?)First + Minute, (long?)second)));
    }

    [Test]
    public void Years_of_misses_of_a_fast_interval_are_counted_without_walking_them()
    {
        var fast = new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100) };
        var now = Start.AddYears(5).Ms();

        var fire = planner.Plan(Due(fast, Start.Ms() + 100, new() { Action = MisfireAction.Skip }), now);

        Assert.That(fire.Missed.Single().Count, Is.EqualTo(((now - 60_000 - Start.Ms()) / 100) - 1));
    }

    [Test]
    public void A_run_of_cron_misses_that_is_too_long_to_count_says_at_least()
    {
        var fire = planner.Plan(Due(new() { Cron = "* * * * * *" }, Start.Ms(), new() { Action = MisfireAction.Skip }), Start.AddDays(400).Ms());

        Assert.That(fire.Missed.Single().Count, Is.EqualTo(DueTimes.CountLimit));
        Assert.That(fire.Missed.Single().Reason, Does.StartWith("misfire: at least 100000 due times, late by 400d"));
    }
}
