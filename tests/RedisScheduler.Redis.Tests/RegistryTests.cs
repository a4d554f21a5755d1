using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Redis.Tests;

internal sealed class RegistryTests(string server) : Conformance(server)
{
    [Test]
    public async Task What_is_applied_is_read_back_in_the_order_asked()
    {
        await Registry.ApplyAsync([Samples.Entry("a", 3), Samples.Entry("b", 4, due: null)], default);

        var found = await Registry.ReadAsync(["b", "nobody", "a"], default);

        Assert.That(found, Is.EqualTo(new[] { new RegisteredSchedule("b", 4, null, null, 0), null, new RegisteredSchedule("a", 3, Samples.Now, Samples.Now, 0) }));
    }

    [Test]
    public async Task An_older_revision_is_stale_and_changes_nothing()
    {
        await Registry.ApplyAsync([Samples.Entry(revision: 10)], default);

        var outcomes = await Registry.ApplyAsync([Samples.Entry(revision: 9, due: Samples.Now + 1), Samples.Entry("new")], default);

        Assert.That(outcomes, Is.EqualTo(new[] { ApplyOutcome.Stale, ApplyOutcome.Applied }));
        Assert.That((await Registry.ReadAsync(["daily"], default))[0], Is.EqualTo(new RegisteredSchedule("daily", 10, Samples.Now, Samples.Now, 0)));
    }

    [Test]
    public async Task A_schedule_that_keeps_its_timing_keeps_its_due_time()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await Registry.ApplyAsync([Samples.Entry(revision: 2, due: Samples.Now + 9) with { Spec = Samples.Spec(payload: "1") }], default);

        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.NextDueMs, Is.EqualTo(Samples.Now));
    }

    [Test]
    public async Task A_schedule_whose_timing_changes_takes_the_new_due_time()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await Registry.ApplyAsync([Samples.Entry(revision: 2, due: Samples.Now + 9) with { Plan = Samples.Plan(seconds: 31) }], default);

        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.NextDueMs, Is.EqualTo(Samples.Now + 9));
    }

    [Test]
    public async Task A_reset_takes_the_new_due_time_although_the_timing_is_the_same()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await Registry.ApplyAsync([Samples.Entry(revision: 2, due: Samples.Now + 9) with { ResetDue = true }], default);

        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.NextDueMs, Is.EqualTo(Samples.Now + 9));
    }

    [Test]
    public async Task The_count_of_runs_is_taken_from_SQL_where_Redis_knows_of_fewer()
    {
        await Registry.ApplyAsync([Samples.Entry() with { Runs = 5 }], default);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.Runs, Is.EqualTo(5), "Redis was emptied");

        await Registry.ApplyAsync([Samples.Entry(revision: 2) with { Runs = 4 }], default);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.Runs, Is.EqualTo(5), "the history follows with a delay");
    }

    [Test]
    public async Task A_paused_schedule_stays_registered_is_not_due_and_shows_why()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await Registry.ApplyAsync([Samples.Entry(revision: 2, due: null) with { Note = "paused by ann: holidays" }], default);

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules, Is.Empty);
        var hash = await Store.HashAsync(Store.Keys.RecurringJob("daily"));
        Assert.That((hash["NextExecution"], hash["Error"]), Is.EqualTo(("", "paused by ann: holidays")));

        await Registry.ApplyAsync([Samples.Entry(revision: 3, due: Samples.Now + 9)], default);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.NextDueMs, Is.EqualTo(Samples.Now + 9));
        Assert.That((await Store.HashAsync(Store.Keys.RecurringJob("daily"))).Keys, Has.No.Member("Error"));
    }

    [Test]
    public async Task Entries_of_one_call_have_each_what_is_its_own()
    {
        ScheduleEntry With(string key, string? payload, OverlapPolicy overlap) =>
            Samples.Entry(key, overlap: overlap) with { Spec = Samples.Spec(key, payload: payload) };

        await Registry.ApplyAsync(
            [With("a", "1", OverlapPolicy.Skip), With("b", "1", OverlapPolicy.Skip), With("c", null, OverlapPolicy.Allow), With("d", null, OverlapPolicy.Allow), With("e", "1", OverlapPolicy.Skip)], default);

        Assert.That(
            (await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules.Select(due => (due.Key, due.Spec.Payload, due.Plan.Overlap)),
            Is.EqualTo(new[]
            {
                ("a", "1", OverlapPolicy.Skip), ("b", "1", OverlapPolicy.Skip), ("c", (string?)null, OverlapPolicy.Allow), ("d", null, OverlapPolicy.Allow), ("e", "1", OverlapPolicy.Skip),
            }));
    }

    [Test]
    public async Task Jitter_is_told_apart_from_the_due_time()
    {
        await Registry.ApplyAsync([Samples.Entry() with { NextFireMs = Samples.Now + 700 }], default);

        Assert.That((await Firing.ReadDueAsync(Samples.Now + 699, 0, 10, default)).Schedules, Is.Empty);
        var due = (await Firing.ReadDueAsync(Samples.Now + 700, 0, 10, default)).Schedules[0];
        Assert.That((due.DueMs, due.FireMs), Is.EqualTo((Samples.Now, Samples.Now + 700)));
    }

    [Test]
    public async Task Removal_spares_newer_revisions_and_foreign_recurring_jobs()
    {
        await Registry.ApplyAsync([Samples.Entry("old", 5), Samples.Entry("newer", 7)], default);
        await Store.Raw.HashSetAsync(Store.Keys.RecurringJob("foreign"), "Cron", "* * * * *");
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "foreign", 1);

        await Registry.RemoveAsync([new("old", 5), new("newer", 6), new("foreign", 9)], default);

        Assert.That((await Store.ScoresAsync(Store.Keys.RecurringJobs)).Keys, Is.EquivalentTo(new[] { "newer", "foreign" }));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.RecurringJob("old")), Is.False);
    }

    [Test]
    public async Task A_scan_finds_every_schedule_of_ours_and_no_other()
    {
        var entries = Enumerable.Range(1, 1300).Select(i => Samples.Entry($"s{i}", i)).ToList();
        await Registry.ApplyAsync(entries, default);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "foreign", 1);

        HashSet<ScheduleVersion> found = [];
        await foreach (var page in Registry.ScanAsync(default))
            found.UnionWith(page);

        Assert.That(found, Is.EquivalentTo(entries.Select(entry => new ScheduleVersion(entry.Key, entry.Revision))));
        Assert.That(await Registry.CountAsync(default), Is.EqualTo(1301), "with the foreign one");
    }

    [Test]
    public async Task The_turn_to_compare_is_one_processs_until_its_time_is_over()
    {
        Assert.That(await Registry.TakeTurnAsync(TimeSpan.FromMinutes(2), default), Is.True);
        Assert.That(await Registry.TakeTurnAsync(TimeSpan.FromMilliseconds(1), default), Is.False);
        Assert.That(await Store.Raw.KeyTimeToLiveAsync(Store.Keys.Compared), Is.GreaterThan(TimeSpan.FromMinutes(1)).And.LessThanOrEqualTo(TimeSpan.FromMinutes(2)));

        await Store.Raw.KeyDeleteAsync(Store.Keys.Compared);
        Assert.That(await Registry.TakeTurnAsync(TimeSpan.FromMinutes(2), default), Is.True);
    }

    [Test]
    public async Task A_schedule_deleted_on_the_dashboard_is_no_longer_due()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await Store.Raw.KeyDeleteAsync(Store.Keys.RecurringJob("daily"));
        await Store.Raw.SortedSetRemoveAsync(Store.Keys.RecurringJobs, "daily");

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules, Is.Empty);
    }

    [Test]
    public async Task A_recurring_job_without_a_hash_or_a_due_time_stands_in_nobodys_way()
    {
        await Registry.ApplyAsync([Samples.Entry("gone"), Samples.Entry("lost"), Samples.Entry("there")], default);
        await Store.Raw.KeyDeleteAsync(Store.Keys.RecurringJob("gone"));
        await Store.Raw.HashDeleteAsync(Store.Keys.RecurringJob("lost"), "NextExecution");

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules.Select(due => due.Key), Is.EqualTo(new[] { "there" }));

        var scores = await Store.ScoresAsync(Store.Keys.RecurringJobs);
        Assert.That(scores.Keys, Is.EquivalentTo(new[] { "lost", "there" }));
        Assert.That(scores["lost"], Is.EqualTo(-1));
    }

    [Test]
    public async Task Hangfires_page_shows_what_fires_next_first_and_what_is_paused_after_it()
    {
        await Registry.ApplyAsync([Samples.Entry("paused", due: null), Samples.Entry("later", due: Samples.Now + 1), Samples.Entry("next"), Samples.Entry("past", due: -1)], default);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "foreign", Samples.Now / 1000);

        Assert.That(
            (await Store.Raw.SortedSetRangeByRankAsync(Store.Keys.RecurringJobs)).Select(member => (string?)member), Is.EqualTo(new[] { "past", "next", "later", "paused", "foreign" }));
        var due = await Firing.ReadDueAsync(Samples.Now, 0, 10, default);
        Assert.That((due.Schedules.Select(schedule => schedule.Key), due.NextFireMs), Is.EqualTo((new[] { "past", "next" }, Samples.Now + 1)));
        Assert.That((await Firing.ReadDueAsync(long.MaxValue / 2, 0, 10, default)).NextFireMs, Is.Null, "neither a paused one nor one of others has a fire time");
    }

    [Test]
    public async Task A_fire_time_that_a_client_of_Hangfire_overwrote_is_taken_back()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "daily", Samples.Now / 1000);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0], Is.EqualTo(new RegisteredSchedule("daily", 1, Samples.Now, null, 0)));

        await Registry.ApplyAsync([Samples.Entry(due: Samples.Now + 9)], default);

        Assert.That((await Registry.ReadAsync(["daily"], default))[0], Is.EqualTo(new RegisteredSchedule("daily", 1, Samples.Now, Samples.Now, 0)));
    }

    [Test]
    public async Task Of_entries_of_one_schedule_applied_at_once_the_last_keeps_the_fire_time_of_the_first()
    {
        await Registry.ApplyAsync([Samples.Entry() with { NextFireMs = Samples.Now + 700 }, Samples.Entry(revision: 2, due: Samples.Now + 9)], default);

        Assert.That((await Registry.ReadAsync(["daily"], default))[0], Is.EqualTo(new RegisteredSchedule("daily", 2, Samples.Now, Samples.Now + 700, 0)));
    }

    [Test]
    public async Task Of_revisions_applied_at_once_the_newest_stays()
    {
        await Store.FromConnectionsAsync(Connections, async (services, c) =>
        {
            var registry = services.GetRequiredService<IScheduleRegistry>();
            for (var i = 0; i < 50; i++)
                await registry.ApplyAsync([Samples.Entry(revision: (i * Connections) + c + 1, due: Samples.Now + (i * Connections) + c) with { ResetDue = true }], default);
            return 0;
        });

        var last = (50 * Connections) - 1;
        Assert.That(await Registry.ReadAsync(["daily"], default), Is.EqualTo(new[] { new RegisteredSchedule("daily", last + 1, Samples.Now + last, Samples.Now + last, 0) }));
    }

    [Test]
    public async Task A_schedule_takes_less_than_five_hundred_bytes_of_ours()
    {
        await Registry.ApplyAsync([Samples.Entry() with { Spec = Samples.Spec() with { WorkflowId = null, Producer = null } }], default);

        var ours = (await Store.HashAsync(Store.Keys.RecurringJob("daily"))).Where(field => field.Key is "Timing" or "Anchor" or "Misfire" or "Who" or "Spec" or "Rev" or "Runs" or "LastDue");

        Assert.That(ours.Sum(field => field.Key.Length + field.Value.Length), Is.LessThan(300));
    }

    [Test]
    public async Task A_spec_and_a_plan_survive_the_way_through_redis()
    {
        var spec = Samples.Spec(payload: "{\"text\" : \"ü\\u0001 '\\\"\" }", queue: "mail", priority: 0) with
        {
            Target = new Targets.HttpTarget("https://example.com/a?b=\"attempts\":1") { Method = "PUT", Headers = new Dictionary<string, string> { ["X-A"] = "b" }, Secret = "s" },
            Timeout = TimeSpan.FromSeconds(7),
            Retry = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.FromMilliseconds(50), Factor = 1.5, MaxDelay = TimeSpan.FromSeconds(2), Jitter = RetryJitter.None },
        };
        var plan = Samples.Plan(OverlapPolicy.Allow) with
        {
            Misfire = new MisfirePolicy { Action = MisfireAction.CatchUp, Threshold = TimeSpan.FromSeconds(5), CatchUpWindow = TimeSpan.FromHours(2), MaxCatchUp = 3 },
        };
        await Registry.ApplyAsync([Samples.Entry() with { Spec = spec, Plan = plan }], default);

        var due = (await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules[0];

        Assert.That(due.Plan, Is.EqualTo(plan));
        var (read, expected) = ((Targets.HttpTarget)due.Spec.Target, (Targets.HttpTarget)spec.Target);
        Assert.That(read.Headers, Is.EquivalentTo(expected.Headers));
        Assert.That(read with { Headers = expected.Headers, Expect = expected.Expect }, Is.EqualTo(expected));
        Assert.That(due.Spec with { Target = spec.Target }, Is.EqualTo(spec));
    }

    [TestCase("0 3 * * *", "Asia/Tokyo", "0 3 * * *", "Asia/Tokyo")]
    [TestCase("0 3 * * *", "UTC", "0 3 * * *", "Asia/Tokyo")]
    [TestCase("@daily", "Asia/Tokyo", "0 0 * * *", "Asia/Tokyo")]
    [TestCase(null, "Asia/Tokyo", "@every 30s", "Asia/Tokyo")]
    public async Task So_does_what_narrows_a_timing_whatever_Hangfires_own_fields_tell_of_it(string? cron, string zone, string shownCron, string shownZone)
    {
        var timing = new ScheduleTiming
        {
            Cron = cron, Interval = cron is null ? TimeSpan.FromSeconds(30) : null, TimeZone = zone, StartAt = DateTimeOffset.UnixEpoch, Jitter = TimeSpan.FromSeconds(1), MaxRuns = 7,
        };
        var entry = Samples.Entry() with { CronText = shownCron, TimeZone = shownZone };
        await Registry.ApplyAsync([entry with { Plan = entry.Plan with { Timing = timing } }], default);

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules[0].Plan.Timing, Is.EqualTo(timing));
    }

    [Test]
    public async Task Commands_and_events_survive_it_too()
    {
        Targets.Target[] targets = [new Targets.CommandTarget("mail", ["--to", "a b"]), new Targets.CommandTarget("mail", []), new Targets.EventTarget("orders"), new Targets.EventTarget(null)];
        await EnqueueAsync([.. targets.Select((target, n) => Samples.Manual($"daily@{n}-x", spec: Samples.Spec() with { Target = target }))]);

        var read = (await TakeAsync(10)).OrderBy(job => job.Id, StringComparer.Ordinal).Select(job => Definitions.TargetJson.Write(job.Spec.Target));

        Assert.That(read, Is.EqualTo(targets.Select(Definitions.TargetJson.Write)));
    }
}
