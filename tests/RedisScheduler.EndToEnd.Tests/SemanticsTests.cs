using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>What schedules promise, over real processes: while workers die, while none is there, and when Redis loses all.</summary>
[TestFixture]
public sealed class SemanticsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Rebuilt = TimeSpan.FromSeconds(10);

    /// <summary>The Reconciler of the workers compares in full every minute.</summary>
    private static readonly TimeSpan Reconciled = TimeSpan.FromSeconds(120);

    [Test]
    public async Task A_schedule_that_allows_no_overlap_goes_on_after_every_kind_of_end_and_names_the_run_in_the_way()
    {
        await using var fleet = await Fleet.StartAsync(workers: 1);
        await SaveAsync(fleet, "ends", """ "interval": "500ms", "target": { "type": "handler", "name": "demo.sleep" }, "payload": { "ms": 1200 } """);
        await SaveAsync(fleet, "fails", """ "interval": "500ms", "retry": { "maxAttempts": 1 }, "target": { "type": "handler", "name": "demo.flaky" }, "payload": { "failures": 9 } """);
        await SaveAsync(fleet, "late", """ "interval": "500ms", "timeout": "300ms", "retry": { "maxAttempts": 1 }, "target": { "type": "handler", "name": "demo.sleep" }, "payload": { "ms": 60000 } """);
        await SaveAsync(fleet, "long", """ "interval": "500ms", "target": { "type": "handler", "name": "demo.sleep" }, "payload": { "ms": 60000 } """);
        await StatusAsync(fleet, "ends", "succeeded", 2);
        await StatusAsync(fleet, "fails", "failed", 2);
        await StatusAsync(fleet, "late", "timedOut", 2);

        // Its run is cancelled by hand, and the next one is there.
        await StatusAsync(fleet, "long", "running", 1);
        var running = (await fleet.Api.RunsAsync("long")).First(run => run.Status == "running");
        await fleet.Api.PostAsync($"/executions/{Uri.EscapeDataString(running.Id)}/cancel");
        await StatusAsync(fleet, "long", "cancelled", 1);
        await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync("long")).Any(run => run.Status == "running" && run.Id != running.Id), Patience);

        // The worker dies with all that it runs.
        fleet.Workers[0].Kill();
        fleet.AddWorker();
        var before = (await fleet.Api.RunsAsync("ends")).Count(run => run.Status == "succeeded");
        await StatusAsync(fleet, "ends", "succeeded", before + 2);

        var runs = await fleet.Api.RunsAsync("ends");
        var skipped = runs.Where(run => run.Status == "skipped").ToList();
        Assert.That(skipped, Is.Not.Empty);
        foreach (var run in skipped)
        {
            var inTheWay = run.Json.GetProperty("reason").GetString()!.Replace("overlap: ", "", StringComparison.Ordinal);
            Assert.That(runs.Select(other => other.Id), Has.Member(inTheWay), run.ToString());
        }
    }

    [TestCase("skip", 0)]
    [TestCase("fireOnce", 1)]
    [TestCase("catchUp", 3)]
    public async Task After_a_time_without_workers_the_policy_decides_and_the_ledger_has_no_gap(string policy, int caughtUp)
    {
        await using var fleet = await Fleet.StartAsync(workers: 1);
        string[] ids = ["cron", "interval"];
        await SaveAsync(fleet, "cron", $$""" "cron": "* * * * * *", "overlap": "allow", "misfire": { "policy": "{{policy}}", "threshold": "3s", "maxCatchUp": 3 }, {{Echo}} """);
        await SaveAsync(fleet, "interval", $$""" "interval": "1s", "overlap": "allow", "misfire": { "policy": "{{policy}}", "threshold": "3s", "maxCatchUp": 3 }, {{Echo}} """);
        foreach (var id in ids)
        {
            await StatusAsync(fleet, id, "succeeded", 2);
        }

        fleet.Workers[0].Kill();
        var last = (await fleet.Api.RunsAsync("cron"))[^1].ScheduledAt;
        await Eventually.AsyncThat(() => TimeProvider.System.GetUtcNow() > last.AddSeconds(12), Patience);
        fleet.AddWorker();

        foreach (var id in ids)
        {
            await StatusAsync(fleet, id, "missed", 1);
            await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync(id)).Any(run => run.ScheduledAt > last.AddSeconds(15) && run.Status == "succeeded"), Patience);
            await fleet.Api.PostAsync($"/schedules/{id}/pause");
            await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync(id)).All(run => run.HasEnded), Patience);
            var runs = await fleet.Api.RunsAsync(id);
            var made = runs.Count(run => run.Trigger == "catchUp");
            // A machine that stands still for seconds makes a second hole.
            Assert.That(made, caughtUp == 0 ? Is.Zero : Is.GreaterThanOrEqualTo(caughtUp), id);
            Assert.That(runs.Where(run => run.Status == "missed").Sum(run => run.Count), Is.GreaterThan(2), id);
            LedgerCheck.HasEveryDueTimeOnce(runs, TimeSpan.FromSeconds(1));
        }
    }

    [Test]
    public async Task After_FLUSHALL_all_is_rebuilt_within_ten_seconds_and_what_is_foreign_or_changed_by_hand_is_seen_to()
    {
        await using var fleet = await Fleet.StartAsync(workers: 1);
        await SaveAsync(fleet, "beats", $$""" "interval": "1s", "overlap": "allow", "misfire": { "policy": "fireOnce", "threshold": "1s" }, {{Echo}} """);
        // Far from now at any time of day, and an hour later after the change.
        var hour = TimeProvider.System.GetUtcNow().AddHours(6).Hour;
        var (cron, changed) = ($"0 {hour} * * *", $"0 {(hour + 1) % 24} * * *");
        await SaveAsync(fleet, "daily", $$""" "cron": "{{cron}}", "timeZone": "Etc/UTC", {{Echo}} """);
        await StatusAsync(fleet, "beats", "succeeded", 2);
        var due = (await fleet.Api.GetAsync("/schedules/daily")).GetProperty("nextRunAt").GetDateTimeOffset();

        await fleet.Redis.AskAsync("FLUSHALL");
        var emptied = TimeProvider.System.GetUtcNow();
        await Eventually.AsyncThat(() => DueAsync(fleet, due), Patience);
        Assert.That(TimeProvider.System.GetUtcNow() - emptied, Is.LessThan(Rebuilt));
        await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync("beats")).Any(run => run.ScheduledAt > emptied.AddSeconds(8) && run.Status == "succeeded"), Patience);
        await fleet.Api.PostAsync("/schedules/beats/pause");
        await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync("beats")).All(run => run.HasEnded), Patience);
        LedgerCheck.HasEveryDueTimeOnce(await fleet.Api.RunsAsync("beats"), TimeSpan.FromSeconds(1));

        await fleet.Redis.AskAsync("HSET", "{hangfire}:recurring-job:theirs", "Cron", "* * * * *");
        await fleet.Redis.AskAsync("ZADD", "{hangfire}:recurring-jobs", "0", "theirs");
        await fleet.Redis.AskAsync("HSET", "{hangfire}:recurring-job:orphan", "Rev", "1", "Cron", "* * * * *");
        await fleet.Redis.AskAsync("ZADD", "{hangfire}:recurring-jobs", "-1", "orphan");
        await fleet.Postgres.ExecuteAsync(new Uri(fleet.DatabaseUrl), $"UPDATE schedules SET spec = replace(spec, '{cron}', '{changed}') WHERE id = 'daily'");

        await Eventually.AsyncThat(() => DueAsync(fleet, due.AddHours(1)), Reconciled);
        await Eventually.AsyncThat(() => fleet.Redis.AskAsync("EXISTS", "{hangfire}:recurring-job:orphan"), Is.EqualTo(":0"), Patience);
        Assert.That(await fleet.Redis.AskAsync("EXISTS", "{hangfire}:recurring-job:theirs"), Is.EqualTo(":1"));
    }

    private const string Echo = """ "target": { "type": "handler", "name": "demo.echo" } """;

    private static async Task SaveAsync(Fleet fleet, string id, string fields) => await fleet.Api.PostAsync("/schedules", $$"""{ "id": "{{id}}", "name": "{{id}}", {{fields}} }""");

    private static async Task StatusAsync(Fleet fleet, string id, string status, int count) =>
        await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync(id)).Count(run => run.Status == status), Is.GreaterThanOrEqualTo(count), Patience);

    /// <summary>Whether Redis has something that is due at that moment.</summary>
    private static async Task<bool> DueAsync(Fleet fleet, DateTimeOffset moment) =>
        await fleet.Redis.AskAsync("ZCOUNT", "{hangfire}:recurring-jobs", $"{Score(moment)}", $"{Score(moment)}") == ":1";

    private static long Score(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() - 500_000_000_000_000;
}
