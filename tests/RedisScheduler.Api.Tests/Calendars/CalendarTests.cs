using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Calendars;

/// <summary>Due times that are left out, over HTTP.</summary>
internal sealed class CalendarTests : ApiFixture
{
    private const string Target = """ "target": {"type": "handler", "name": "demo.echo"} """;

    [Test]
    public async Task A_calendar_is_saved_shown_listed_and_deleted()
    {
        var id = NewId("cal");
        var made = (await Client.PutAsync($"/calendars/{id}", """{"name": "Holidays", "dates": ["2030-12-25", "2030-12-31/2031-01-01"], "timeZone": "Europe/Berlin"}""")).Expect(201);
        var found = (await Client.GetAsync($"/calendars/{id}")).Expect(200);
        Assert.That(found.Text, Is.EqualTo(made.Text));
        Assert.That(found["dates"].EnumerateArray().Select(date => date.GetString()), Is.EqualTo(new[] { "2030-12-25", "2030-12-31/2031-01-01" }));
        Assert.That((await Client.GetAsync("/calendars?limit=500")).Ids(), Does.Contain(id));

        (await Client.PutAsync($"/calendars/{id}", """{"dates": []}""", ("If-Match", "\"999999999\""))).Expect(412);
        var changed = (await Client.PutAsync($"/calendars/{id}", """{"dates": []}""", ("If-Match", made.ETag))).Expect(200);
        Assert.That((await Client.PutAsync($"/calendars/{id}", """{"dates": []}""")).ETag, Is.EqualTo(changed.ETag), "the same again changes nothing");
        (await Client.DeleteAsync($"/calendars/{id}")).Expect(204);
        (await Client.GetAsync($"/calendars/{id}")).Expect(404);
    }

    [Test]
    public async Task A_change_of_a_calendar_moves_the_next_due_times_of_the_schedules_that_name_it()
    {
        var id = NewId("holidays");
        (await Client.PutAsync($"/calendars/{id}", """{"dates": ["2200-01-01"]}""")).ErrorOf("dates[0]");
        (await Client.PutAsync($"/calendars/{id}", """{"dates": []}""")).Expect(201);
        var workflow = NewId("flow");
        (await Client.PutAsync($"/workflows/{workflow}", $$"""{"name": "x", "status": "active", "handlerConfig": {"producers": {"a": {"cron": "0 9 * * *", "startAt": "2040-12-24T00:00:00Z", "calendars": ["{{id}}"], {{Target}} } } } }""")).Expect(201);
        Assert.That(await NextAsync($"{workflow}.a"), Is.EqualTo("2040-12-24T09:00:00.000Z"));

        (await Client.PutAsync($"/calendars/{id}", """{"dates": ["2040-12-24/2040-12-26"]}""")).Expect(200);
        Assert.That(await NextAsync($"{workflow}.a"), Is.EqualTo("2040-12-27T09:00:00.000Z"));
        var upcoming = await Client.GetAsync($"/schedules/{workflow}.a/upcoming?count=1&from=2040-12-24T00:00:00Z");
        Assert.That(upcoming["items"][0].GetProperty("scheduledAt").GetString(), Is.EqualTo("2040-12-27T09:00:00.000Z"));

        (await Client.DeleteAsync($"/calendars/{id}")).Expect(409);
        (await Client.PatchAsync($"/schedules/{workflow}.a", """{"calendars": []}""")).Expect(200);
        Assert.That(await NextAsync($"{workflow}.a"), Is.EqualTo("2040-12-24T09:00:00.000Z"));
        (await Client.DeleteAsync($"/calendars/{id}")).Expect(204);
    }

    [Test]
    public async Task What_is_wrong_is_told_at_its_place()
    {
        var producer = $$"""{"cron": "0 9 * * *", "exclude": ["@daily", "0 9 * *"], "calendars": ["{{NewId("none")}}"], {{Target}} }""";
        var id = NewId("wrong");
        var body = $$"""{"name": "x", "status": "active", "handlerConfig": {"producers": {"a": {{producer}} } } }""";
        Assert.That((await Client.PutAsync($"/workflows/{id}", body)).ErrorOf("handlerConfig.producers.a.exclude[1]"), Does.Contain("at position 7"));
        Assert.That((await Client.PutAsync($"/workflows/{id}", body.Replace("\"0 9 * *\"", "\"@daily\"", StringComparison.Ordinal))).ErrorOf("handlerConfig.producers.a.calendars[0]"), Does.Contain("no calendar"));
        (await Client.PostAsync("/schedules/preview", """{"cron": "0 9 * * *", "calendars": ["none"]}""")).ErrorOf("calendars[0]");
        (await Client.PostAsync("/schedules", $$"""{"name": "x", "cron": "0 9 * * *", "calendars": ["none"], {{Target}} }""")).ErrorOf("calendars[0]");
        (await Client.PutAsync($"/calendars/{id}", """{"dates": ["2030-02-30"], "timeZone": "Mars/Olympus"}""")).ErrorOf("timeZone");
        (await Client.PutAsync($"/calendars/{id}", """{"name": "x"}""")).ErrorOf("dates");
    }

    [Test]
    public async Task A_preview_leaves_out_and_says_so()
    {
        var preview = (await Client.PostAsync("/schedules/preview", """{"cron": "0 * * * *", "exclude": ["* 1-22 * * *"], "from": "2030-01-01T00:30:00Z", "count": 2}""")).Expect(200);
        Assert.That(
            preview["items"].EnumerateArray().Select(item => item.GetProperty("scheduledAt").GetString()),
            Is.EqualTo(new[] { "2030-01-01T23:00:00.000Z", "2030-01-02T00:00:00.000Z" })
        );
        Assert.That(preview.Value("description"), Does.EndWith(", except every minute, from 01:00 through 22:59"));
    }

    [Test]
    public async Task A_schedule_of_which_everything_is_left_out_is_completed()
    {
        var made = (await Client.PostAsync("/schedules", $$"""{"name": "x", "cron": "* * * * * *", "exclude": ["* * * * *"], {{Target}} }""")).Expect(201);
        Assert.That((made.Value("status"), made["nextRunAt"].ValueKind), Is.EqualTo(("completed", JsonValueKind.Null)));
    }

    private async Task<string?> NextAsync(string id) => (await Client.GetAsync($"/schedules/{id}")).Expect(200).Value("nextRunAt");
}
