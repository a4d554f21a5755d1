using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Definitions;

/// <summary>Schedules without a producer, and what can be asked of any schedule.</summary>
internal sealed class ScheduleLifeTests : ApiFixture
{
    private const string Target = """ "target": {"type": "handler", "name": "demo.echo"} """;

    [Test]
    public async Task A_schedule_is_answered_as_it_was_saved_with_every_default_written_out()
    {
        var id = NewId("full");
        var made = (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "Full", "interval": "90s", "payload": {"b": 1.50,  "a": "\u00e9"}, {{Target}} }""")).Expect(201);
        Assert.That(made.Headers["Location"], Is.EqualTo($"/api/v1/schedules/{id}"));
        var found = (await Client.GetAsync($"/schedules/{id}")).Expect(200);
        Assert.That(found.ETag, Is.EqualTo(made.ETag).And.EqualTo($"\"{found["revision"].GetInt64()}\""));
        Assert.Multiple(() =>
        {
            Assert.That(found["payload"].GetRawText(), Is.EqualTo("""{"b": 1.50,  "a": "\u00e9"}"""), "byte for byte");
            Assert.That(found.Value("interval"), Is.EqualTo("1m30s"));
            Assert.That(found["intervalMs"].GetInt64(), Is.EqualTo(90_000));
            Assert.That(found["retry"].GetRawText(), Is.EqualTo("""{"maxAttempts":3,"delayMs":1000,"factor":2,"maxDelayMs":3600000,"jitter":"full"}"""));
            Assert.That(found["misfire"].GetRawText(), Is.EqualTo("""{"policy":"fireOnce","thresholdMs":60000,"catchUpWindowMs":86400000,"maxCatchUp":100}"""));
            Assert.That(found["timeoutMs"].GetInt64(), Is.EqualTo(300_000));
            Assert.That(found.Value("createdAt"), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
            Assert.That((found.Value("overlap"), found.Value("queue"), found.Value("sync"), found.Value("timeZone")), Is.EqualTo(("skip", "default", "applied", "UTC")));
            foreach (var absent in new[] { "workflowId", "producer", "cron", "at", "pause", "lastRunAt", "lastStatus", "lastError", "startAt", "maxRuns" })
            {
                Assert.That(found[absent].ValueKind, Is.EqualTo(JsonValueKind.Null), absent);
            }
        });
    }

    [TestCase("30s", 30_000)]
    [TestCase("5m", 300_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("1d", 86_400_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("PT5M", 300_000)]
    [TestCase("100ms", 100)]
    [TestCase("3650d", 315_360_000_000)]
    public async Task Intervals_that_people_write_are_understood(string interval, long ms)
    {
        var made = (await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "{{interval}}", "enabled": false, {{Target}} }""")).Expect(201);
        Assert.That(made["intervalMs"].GetInt64(), Is.EqualTo(ms));
        Assert.That(made.Value("status"), Is.EqualTo("inactive"));
    }

    [TestCase("false", "skip")]
    [TestCase("true", "allow")]
    public async Task AllowOverlap_is_understood_as_the_overlap_policy(string allow, string overlap) =>
        Assert.That(
            (await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "1d", "allowOverlap": {{allow}}, {{Target}} }""")).Expect(201).Value("overlap"),
            Is.EqualTo(overlap)
        );

    [Test]
    public async Task A_merge_patch_changes_what_it_names_and_keeps_the_rest()
    {
        var id = NewId("patch");
        var made = (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "description": "d", "cron": "0 0 1 1 *", "payload": {"a": 1.0, "b": {"c": 2} }, {{Target}} }""")).Expect(201);
        var patched = (await Client.PatchAsync($"/schedules/{id}", """{"description": null, "cron": null, "interval": "1h", "payload": {"b": {"c": 3}}, "retry": {"maxAttempts": 7}}""")).Expect(200);
        Assert.Multiple(() =>
        {
            Assert.That(patched.Value("name"), Is.EqualTo("x"));
            Assert.That(patched["description"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(patched["cron"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(patched.Value("interval"), Is.EqualTo("1h"));
            Assert.That(patched["payload"].GetRawText(), Is.EqualTo("""{"a":1.0,"b":{"c":3}}"""));
            Assert.That(patched["retry"].GetProperty("maxAttempts").GetInt32(), Is.EqualTo(7));
            Assert.That(patched["retry"].GetProperty("delayMs").GetInt64(), Is.EqualTo(1000));
            Assert.That(patched["revision"].GetInt64(), Is.GreaterThan(made["revision"].GetInt64()));
            Assert.That(patched["createdAt"].GetRawText(), Is.EqualTo(made["createdAt"].GetRawText()));
        });
        Assert.That((await Client.PatchAsync($"/schedules/{id}", "{}")).Expect(200).Text, Is.EqualTo(patched.Text), "an empty patch changes nothing");
    }

    [Test]
    public async Task A_change_of_the_window_keeps_the_phase_of_an_interval()
    {
        var made = (await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "1h", {{Target}} }""")).Expect(201);
        var patched = (await Client.PatchAsync($"/schedules/{made.Value("id")}", """{"endAt": "2100-01-01T00:00:00Z"}""")).Expect(200);
        Assert.That(patched["nextRunAt"].GetDateTimeOffset(), Is.EqualTo(made["nextRunAt"].GetDateTimeOffset()));
    }

    [Test]
    public async Task A_producers_schedule_may_be_patched_and_deleted_and_its_workflows_revision_grows()
    {
        var id = NewId("owned");
        var saved = await Client.PutAsync($"/workflows/{id}", $$"""{"name": "x", "status": "active", "handlerConfig": {"producers": {"a": {"interval": "1h", {{Target}} }, "b": {"interval": "1h", {{Target}} } } } }""");
        (await Client.PatchAsync($"/schedules/{id}.a", """{"interval": "2h"}""")).Expect(200);
        var workflow = await Client.GetAsync($"/workflows/{id}");
        Assert.That(workflow["revision"].GetInt64(), Is.GreaterThan(saved["revision"].GetInt64()));
        Assert.That(workflow["handlerConfig"].GetProperty("producers").GetProperty("a").GetProperty("interval").GetString(), Is.EqualTo("2h"));
        (await Client.PatchAsync($"/schedules/{id}.a", """{"name": "mine"}""")).ErrorOf("name");
        (await Client.DeleteAsync($"/schedules/{id}.a")).Expect(204);
        Assert.That((await Client.GetAsync($"/workflows/{id}")).Ids("schedules"), Is.EqualTo(new[] { $"{id}.b" }));
    }

    [Test]
    public async Task Upcoming_shows_due_times_on_the_wall_clock_of_the_zone_across_a_change_of_clocks()
    {
        var made = (await Client.PostAsync("/schedules", $$"""{"name": "x", "cron": "30 9 * * *", "timeZone": "Europe/Berlin", {{Target}} }""")).Expect(201);
        var upcoming = (await Client.GetAsync($"/schedules/{made.Value("id")}/upcoming?count=2&from=2030-03-30T00:00:00Z")).Expect(200);
        Assert.That(
            upcoming["items"].EnumerateArray().Select(item => (item.GetProperty("scheduledAt").GetString(), item.GetProperty("local").GetString())),
            Is.EqualTo(new[] { ("2030-03-30T08:30:00.000Z", "2030-03-30T09:30:00.000+01:00"), ("2030-03-31T07:30:00.000Z", "2030-03-31T09:30:00.000+02:00") })
        );
    }

    [Test]
    public async Task A_preview_says_a_timing_in_times_and_words_and_saves_nothing()
    {
        var preview = (await Client.PostAsync("/schedules/preview", """{"cron": "0 12 * * 1", "from": "2030-01-01T00:00:00Z", "count": 3}""")).Expect(200);
        Assert.That(
            preview["items"].EnumerateArray().Select(item => item.GetProperty("scheduledAt").GetString()),
            Is.EqualTo(new[] { "2030-01-07T12:00:00.000Z", "2030-01-14T12:00:00.000Z", "2030-01-21T12:00:00.000Z" })
        );
        Assert.That(preview.Value("description"), Does.Contain("12:00").And.Contain("Monday"));
        (await Client.PostAsync("/schedules/preview", """{"cron": "0 12 * * 9"}""")).ErrorOf("cron");
        (await Client.PostAsync("/schedules/preview", """{"interval": "5s", "count": 1001}""")).ErrorOf("count");
    }

    [Test]
    public async Task RunImmediately_is_due_at_once_and_once()
    {
        var made = (await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "1d", "runImmediately": true, {{Target}} }""")).Expect(201);
        var path = $"/executions?scheduleId={made.Value("id")}";
        await TestKit.Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Ids().Count(), Is.EqualTo(1));
        await Client.PatchAsync($"/schedules/{made.Value("id")}", """{"payload": 5}""");
        var next = (await Client.GetAsync($"/schedules/{made.Value("id")}"))["nextRunAt"].GetDateTimeOffset();
        Assert.That(next - made["createdAt"].GetDateTimeOffset(), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task Lists_are_filtered_and_read_page_by_page()
    {
        var workflow = NewId("listed");
        var producers = string.Join(", ", Enumerable.Range(0, 7).Select(i => $$""" "p{{i}}": {"interval": "1d", "tags": ["odd{{i % 2}}"], {{Target}} } """));
        (await Client.PutAsync($"/workflows/{workflow}", $$"""{"name": "{{workflow}}", "status": "active", "tags": ["{{workflow}}"], "handlerConfig": {"producers": { {{producers}} } } }""")).Expect(201);
        await Client.PostAsync($"/schedules/{workflow}.p3/pause");

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await Client.GetAsync($"/schedules?workflowId={workflow}&limit=3{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Expect(200);
            seen.AddRange(page.Ids());
            cursor = page["nextCursor"].GetString();
        } while (cursor is not null);

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 7).Select(i => $"{workflow}.p{i}")));
        Assert.That((await Client.GetAsync($"/schedules?workflowId={workflow}&status=paused")).Ids(), Is.EqualTo(new[] { $"{workflow}.p3" }));
        Assert.That((await Client.GetAsync($"/schedules?workflowId={workflow}&tag=odd1")).Ids(), Is.EqualTo(new[] { $"{workflow}.p1", $"{workflow}.p3", $"{workflow}.p5" }));
        Assert.That((await Client.GetAsync($"/schedules?q={workflow}.p5")).Ids(), Is.EqualTo(new[] { $"{workflow}.p5" }));
        Assert.That((await Client.GetAsync($"/schedules?workflowId={workflow}&sort=nextRunAt")).Ids().Last(), Is.EqualTo($"{workflow}.p3"), "what has no next run comes last");
        Assert.That((await Client.GetAsync($"/workflows?tag={workflow}")).Ids(), Is.EqualTo(new[] { workflow }));
        Assert.That((await Client.GetAsync($"/workflows?q={workflow}&status=active")).Ids(), Is.EqualTo(new[] { workflow }));
    }
}
