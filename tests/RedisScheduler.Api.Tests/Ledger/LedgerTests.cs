using Microsoft.Data.Sqlite;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Tests.Ledger;

/// <summary>Backfill, explain and verify, over HTTP and a real database.</summary>
internal sealed class LedgerTests : ApiFixture
{
    private const string Target = """ "target": {"type": "handler", "name": "demo.echo"} """;

    [Test]
    public async Task A_range_is_previewed_backfilled_once_and_its_progress_seen()
    {
        var id = NewId("backfill");
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "cron": "0 * * * *", "exclude": ["* 2 * * *"], {{Target}} }""")).Expect(201);
        const string Range = """ "from": "2026-01-05T00:00:00Z", "to": "2026-01-05T06:00:00Z" """;

        var preview = (await Client.PostAsync($"/schedules/{id}/backfill", $$"""{ {{Range}}, "dryRun": true}""")).Expect(200);
        Assert.That((preview["count"].GetInt32(), preview["dueTimes"][2].GetString()), Is.EqualTo((5, "2026-01-05T03:00:00.000Z")));
        Assert.That((await Client.GetAsync($"/schedules/{id}/backfill?from=2026-01-05T00:00:00Z&to=2026-01-05T06:00:00Z"))["made"].GetInt32(), Is.Zero);

        var made = (await Client.PostAsync($"/schedules/{id}/backfill", $$"""{ {{Range}} }""")).Expect(202);
        Assert.That(made["executionIds"].GetRawText(), Is.EqualTo(preview["executionIds"].GetRawText()));
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/schedules/{id}/backfill?from=2026-01-05T00:00:00Z&to=2026-01-05T06:00:00Z"))["succeeded"].GetInt32(), Is.EqualTo(5));
        var runs = (await Client.GetAsync($"/executions?scheduleId={id}&trigger=backfill")).Expect(200);
        Assert.That(runs["items"][0].GetProperty("scheduledAt").GetString(), Is.EqualTo("2026-01-05T05:00:00.000Z"));

        var again = (await Client.PostAsync($"/schedules/{id}/backfill", $$"""{ {{Range}} }""")).Expect(202);
        Assert.That((again["count"].GetInt32(), again["alreadyThere"].GetInt32()), Is.EqualTo((0, 5)));
    }

    [TestCase("""{"to": "2026-01-05T06:00:00Z"}""", "from")]
    [TestCase("""{"from": "2026-01-05T06:00:00Z", "to": "2026-01-05T06:00:00Z"}""", "from")]
    [TestCase("""{"from": "2026-01-05T06:00:00Z", "to": "2999-01-05T06:00:00Z"}""", "to")]
    [TestCase("""{"from": "2020-01-05T06:00:00Z", "to": "2026-01-05T06:00:00Z"}""", "max")]
    [TestCase("""{"from": "2026-01-05T00:00:00Z", "to": "2026-01-05T06:00:00Z", "max": 10001}""", "max")]
    [TestCase("""{"from": "2026-01-05T00:00:00Z", "to": "2026-01-05T06:00:00Z", "overlap": "never"}""", "overlap")]
    public async Task A_backfill_that_cannot_be_is_refused_with_its_field(string body, string field)
    {
        var id = NewId("refused");
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "cron": "0 * * * *", {{Target}} }""")).Expect(201);
        (await Client.PostAsync($"/schedules/{id}/backfill", body)).ErrorOf(field);
    }

    [Test]
    public async Task A_row_that_was_removed_and_one_that_was_doubled_by_hand_are_found_and_explained()
    {
        var now = TimeProvider.System.GetUtcNow();
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(-20);
        var id = NewId("ledger");
        await SaveAsync(id, first.AddMinutes(-30), now);
        for (var hour = 0; hour <= 20; hour++)
        {
            await RecordAsync(id, first.AddHours(hour));
        }

        var path = $"/verify?scheduleId={id}&from={Text(first.AddHours(-2))}";
        var sound = (await Client.GetAsync(path)).Expect(200);
        Assert.That((sound["ok"].GetBoolean(), sound["expected"].GetInt32(), sound["ran"].GetInt32()), Is.EqualTo((true, 21, 21)), sound.Text);

        var (removed, doubled) = (first.AddHours(5), first.AddHours(9));
        await SqlAsync($"""
            DELETE FROM executions WHERE id = '{JobId.Occurrence(id, removed.ToUnixTimeMilliseconds())}';
            CREATE TEMP TABLE copy AS SELECT * FROM executions WHERE id = '{JobId.Occurrence(id, doubled.ToUnixTimeMilliseconds())}';
            UPDATE copy SET id = id || '-copy';
            INSERT INTO executions SELECT * FROM copy;
            """);

        var report = (await Client.GetAsync(path)).Expect(200);
        Assert.That((report["ok"].GetBoolean(), report["lost"].GetInt32(), report["duplicates"].GetInt32()), Is.EqualTo((false, 1, 1)), report.Text);
        Assert.That(
            report["findings"].EnumerateArray().Select(finding => (finding.GetProperty("kind").GetString(), finding.GetProperty("scheduledAt").GetDateTimeOffset())),
            Is.EqualTo(new[] { ("lost", removed), ("duplicate", doubled) })
        );
        Assert.That((await Client.GetAsync($"/verify?from={Text(first)}")).Expect(200)["lost"].GetInt32(), Is.GreaterThanOrEqualTo(1), "over all schedules too");

        Assert.That((await Client.GetAsync($"/schedules/{id}/explain?at={Text(removed)}")).Expect(200).Value("verdict"), Is.EqualTo("lost"));
        var twice = (await Client.GetAsync($"/schedules/{id}/explain?at={Text(doubled)}")).Expect(200);
        Assert.That((twice.Value("verdict"), twice["entries"].GetArrayLength()), Is.EqualTo(("ran", 2)));
        Assert.That(twice.Value("words"), Does.Contain("ended as succeeded").And.Contain("It has 2 entries, and should have one."));
        Assert.That((await Client.GetAsync($"/schedules/{id}/explain?at={Text(first.AddHours(-3))}")).Expect(200).Value("verdict"), Is.EqualTo("notCreated"));
    }

    [Test]
    public async Task What_runs_now_is_in_order_and_its_pause_is_remembered()
    {
        var id = NewId("live");
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "interval": "200ms", "runImmediately": true, {{Target}} }""")).Expect(201);
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/executions?scheduleId={id}&status=succeeded")).Ids().Count(), Is.GreaterThan(5));
        (await Client.PostAsync($"/schedules/{id}/pause", """{"reason": "enough"}""")).Expect(200);
        var report = (await Client.GetAsync($"/verify?scheduleId={id}")).Expect(200);
        Assert.That((report["ok"].GetBoolean(), report["ran"].GetInt32() + report["skipped"].GetInt32()), Is.EqualTo((true, report["expected"].GetInt32())), report.Text);

        var why = (await Client.GetAsync($"/schedules/{id}/explain")).Expect(200);
        Assert.That(why["facts"].EnumerateArray().Select(fact => fact.GetProperty("text").GetString()), Has.Some.Contains("enough"));
    }

    [Test]
    public async Task What_cannot_be_asked_is_refused()
    {
        (await Client.GetAsync($"/verify?scheduleId={NewId("none")}")).Expect(404);
        (await Client.GetAsync($"/schedules/{NewId("none")}/explain")).Expect(404);
        (await Client.GetAsync("/verify?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")).ErrorOf("from");
        (await Client.GetAsync("/verify?from=yesterday")).ErrorOf("from");
    }

    private async Task SaveAsync(string id, DateTimeOffset savedAt, DateTimeOffset now)
    {
        var timing = new ScheduleTiming { Cron = "0 * * * *" };
        var next = Occurrences.Of(timing, 0).NextAfter(now.AddMinutes(5).ToUnixTimeMilliseconds())!.Value;
        var schedule = new Schedule
        {
            Scope = Scopes.Default,
            Id = id,
            Name = id,
            Spec = new ScheduleSpec { Timing = timing, Target = new HandlerTarget("demo.echo") },
            AnchorMs = savedAt.ToUnixTimeMilliseconds(),
            CreatedAt = savedAt,
            UpdatedAt = savedAt,
        };
        var state = new ScheduleState { NextRunAt = DateTimeOffset.FromUnixTimeMilliseconds(next), Tzdb = Zones.TzdbVersion };
        await Api.Services.GetRequiredService<IDefinitionStore>().ChangeScheduleAsync(Scopes.Default, id, _ => new ScheduleView(schedule, state), CancellationToken.None);
    }

    private Task RecordAsync(string id, DateTimeOffset due)
    {
        var ms = due.ToUnixTimeMilliseconds();
        var ended = new JobEvent
        {
            Id = JobId.Occurrence(id, ms),
            Status = ExecutionStatus.Succeeded,
            Attempt = 1,
            Token = 1,
            Scope = Scopes.Default,
            ScheduleId = id,
            Trigger = ExecutionTrigger.Schedule,
            ScheduledMs = ms,
            StartedMs = ms + 3,
            FinishedMs = ms + 9,
        };
        return Api.Services.GetRequiredService<IHistory>().ApplyAsync([ended], CancellationToken.None);
    }

    private async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Api.DatabasePath}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(DateTimeOffset time) => Uri.EscapeDataString(RedisScheduler.Definitions.TimeText.Format(time));
}
