using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace RedisScheduler.Redis.Tests;

/// <summary>
/// Our keys beside those that a genuine Hangfire 1.8.24 left at compatibility level 180 (hangfire-dump.json, from Hangfire.Redis.StackExchange 1.12.0): key by key the same type,
/// the same fields with values of the same form, and a time to live where Hangfire sets one. Fields of ours stand beside them and are named here.
/// </summary>
internal sealed class DumpShapeTests(string server) : Conformance(server)
{
    private static readonly JsonElement Dump = Load();
    private static readonly string[] OurJobFields =
        ["Spec", "Who", "Run", "Fresh", "Payload", "Priority", "Attempts", "Failures", "Stalls", "Ended", "Cancel", "RecurringJobId", "Time", "Queue"];
    private static readonly string[] OurScheduleFields = ["Timing", "Anchor", "Misfire", "Who", "Spec", "Rev", "Runs", "LastDue", "Payload", "Overlap"];

    [Test]
    public async Task A_recurring_job_that_ran()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));

        await CompareAsync(Store.Keys.RecurringJob("daily"), "recurring-job:nightly-report", OurScheduleFields, ["Misfire"]);
        await CompareAsync(Store.Keys.RecurringJobs, "recurring-jobs");
        Assert.That((await Store.ScoresAsync(Store.Keys.RecurringJobs))["daily"], Is.LessThan(-1), "no Hangfire server may fire it");
    }

    [Test]
    public async Task A_recurring_job_that_never_ran()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await CompareAsync(Store.Keys.RecurringJob("daily"), "recurring-job:plain-utc", OurScheduleFields, []);
    }

    [Test]
    public async Task An_enqueued_job()
    {
        await EnqueueAsync(Samples.Manual("m1", spec: Samples.Spec(queue: "low")));

        await CompareAsync(Store.Keys.Job("m1"), $"job:{Example("enqueued")}", OurJobFields);
        await CompareAsync(Store.Keys.JobState("m1"), $"job:{Example("enqueued")}:state");
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.JobHistory("m1")), Is.False, "a history begins when something follows the making");
        await CompareAsync(Store.Keys.Queue("low"), "queue:low");
        await CompareAsync(Store.Keys.Queues, "queues");
    }

    [Test]
    public async Task A_fired_job_is_named_after_its_recurring_job()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var fired = Samples.Job(spec: Samples.Spec(queue: "critical"));
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, fired));
        await GiveAsync(Samples.Succeeded((await TakeAsync(1, "critical")).Single(), "\"done\""));

        await CompareJobAsync(Samples.Job().Id, "recurringTriggered");
        Assert.That((await Store.HashAsync(Store.Keys.Job(Samples.Job().Id)))["RecurringJobId"], Is.EqualTo("\"daily\""));
    }

    [Test]
    public async Task A_processing_job()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await Leases.ExtendAsync(Samples.Worker, [new(job.Id, job.Token, Samples.Started(job))], Samples.Now + 5000, Samples.Now + 20_000, default);

        await CompareJobAsync("m1", "processing", ["Continuations"]);
        await CompareAsync(Store.Keys.Processing, "processing");
        await CompareAsync(Store.Keys.Dequeued("default"), "queue:default:dequeued");
    }

    [TestCase(false, TestName = "A_succeeded_job_that_was_short")]
    [TestCase(true, TestName = "A_succeeded_job_that_was_shown_while_it_ran")]
    public async Task A_succeeded_job(bool shown)
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        if (shown)
            await Leases.ExtendAsync(Samples.Worker, [new(job.Id, job.Token, Samples.Started(job))], Samples.Now + 5000, Samples.Now + 20_000, default);
        await GiveAsync(Samples.Succeeded(job, "\"done\""));

        await CompareJobAsync("m1", "succeeded");
        await CompareAsync(Store.Keys.Succeeded, "succeeded");
        foreach (var counter in new[] { "succeeded", "succeeded:2026-11-21", "succeeded:2026-11-21-10" })
            await CompareAsync(Store.Keys.Stats(counter.Replace("-10", "-12", StringComparison.Ordinal)), $"stats:{counter}");
        foreach (var empty in new[] { Store.Keys.Processing, Store.Keys.Dequeued("default") })
            Assert.That(await Store.Raw.KeyExistsAsync(empty), Is.False, empty);
    }

    [Test]
    public async Task A_failed_job()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Failed(await TakeOneAsync(), "say \"boom\"\n"));

        await CompareJobAsync("m1", "failed");
        await CompareAsync(Store.Keys.Failed, "failed");
        await CompareAsync(Store.Keys.Stats("failed:2026-11-21"), "stats:failed:2026-11-21");
    }

    [Test]
    public async Task A_job_that_waits_for_its_retry()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 30_000, "say \"boom\""));

        await CompareJobAsync("m1", "failedRetryScheduled");
        await CompareAsync(Store.Keys.Schedule, "schedule");
        await CompareAsync(Store.Keys.Retries, "retries");
        Assert.That((await Store.HashAsync(Store.Keys.JobState("m1")))["Reason"], Is.EqualTo("Retry attempt 1 of 2: say \"boom\""));
    }

    [Test]
    public async Task A_deleted_job()
    {
        await EnqueueAsync(Samples.Manual("m1", spec: Samples.Spec(queue: "low")));
        await Control.CancelAsync("m1", "by ann", Samples.Now, default);

        await CompareJobAsync("m1", "deleted", ourStateFields: ["Reason"]);
        await CompareAsync(Store.Keys.Deleted, "deleted");
        await CompareAsync(Store.Keys.Stats("deleted"), "stats:deleted");
    }

    [Test]
    public async Task A_job_that_was_lost_too_often_is_a_failed_job()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await TakeOneAsync();
        await Leases.RecoverAsync(Samples.Now + 60_000, 0, 10, default);

        await CompareAsync(Store.Keys.JobState("m1"), $"job:{Example("failed")}:state");
    }

    private async Task CompareJobAsync(string id, string example, string[]? notOurs = null, string[]? ourStateFields = null)
    {
        var theirs = $"job:{Example(example)}";
        await CompareAsync(Store.Keys.Job(id), theirs, OurJobFields, notOurs ?? []);
        await CompareAsync(Store.Keys.JobState(id), $"{theirs}:state", ourStateFields ?? ["Reason"]);
        await CompareAsync(Store.Keys.JobHistory(id), $"{theirs}:history");
        await CompareHistoryAsync(Store.Keys.JobHistory(id), $"{theirs}:history");
    }

    private async Task CompareAsync(string ours, string theirs, string[]? extra = null, string[]? missing = null)
    {
        var expected = Key(theirs);
        Assert.That((await Store.Raw.KeyTypeAsync(ours)).ToString(), Is.EqualTo(expected.GetProperty("type").GetString()).IgnoreCase, ours);
        Assert.That(await Store.Raw.KeyTimeToLiveAsync(ours) is not null, Is.EqualTo(expected.GetProperty("ttlSeconds").GetInt32() > 0), $"{ours} has a time to live");
        if (expected.GetProperty("type").GetString() != "hash")
            return;
        var fields = await Store.HashAsync(ours);
        var genuine = expected.GetProperty("value").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal);
        Assert.That(genuine.Keys.Except(missing ?? []), Is.SubsetOf(fields.Keys), $"{ours}: Hangfire's fields are there");
        Assert.That(fields.Keys.Except(extra ?? []), Is.SubsetOf(genuine.Keys), $"{ours}: no others are");
        // Ids of jobs are free in Hangfire; ours tell the occurrence.
        foreach (var (name, value) in fields.Where(field => genuine.ContainsKey(field.Key) && field.Key != "LastJobId"))
            Assert.That(Form(value), Is.EqualTo(Form(genuine[name])), $"{ours} {name}");
    }

    private async Task CompareHistoryAsync(string ours, string theirs)
    {
        var mine = await Store.ListAsync(ours);
        var genuine = Key(theirs).GetProperty("value").EnumerateArray().Select(item => item.GetString()!).ToArray();
        Assert.That(mine.Select(Describe), Is.EqualTo(genuine.Select(Describe)));
    }

    /// <summary>The names of a history entry's members in order, with the form of their values; reasons are texts or null.</summary>
    private static string Describe(string entry) =>
        string.Join(' ', JsonDocument.Parse(entry).RootElement.EnumerateObject()
            .Where(member => member.Name != "Reason" || member.Value.ValueKind is JsonValueKind.Null or JsonValueKind.String)
            .Select(member => member.Name == "Reason" ? "Reason" : $"{member.Name}={(member.Name == "State" ? member.Value.GetString() : Form(member.Value.GetString()!))}"));

    /// <summary>What kind of text a value is: milliseconds, seconds, a smaller number, a GUID, JSON, or words.</summary>
    private static string Form(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number > 253_402_300_799 ? "milliseconds" : number > 1_000_000_000 ? "seconds" : "number")
        : Guid.TryParse(value, out _) ? "guid"
        : value is ['[' or '{' or '"', ..] ? $"json {JsonDocument.Parse(value).RootElement.ValueKind}"
        : "words";

    private static string Example(string job) => Dump.GetProperty("jobs").GetProperty(job).GetString()!;

    private static JsonElement Key(string name) =>
        Dump.GetProperty("keys").EnumerateArray().FirstOrDefault(key => key.GetProperty("key").GetString() == $"{{hangfire}}:{name}");

    private static JsonElement Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("hangfire-dump.json")!;
        return JsonDocument.Parse(stream).RootElement.GetProperty("compat180").Clone();
    }
}
