using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Events;

/// <summary>Following what changes.</summary>
internal sealed class StreamTests : ApiFixture
{
    private const string Body = """ "name": "x", "interval": "1d", "target": {"type": "handler", "name": "demo.echo"} """;

    [Test]
    public async Task Changes_of_schedules_and_runs_arrive_while_one_listens_and_those_of_other_scopes_do_not()
    {
        var (id, gone, other) = (NewId("s"), NewId("gone"), NewId("scope"));
        (await Client.PostAsync("/scopes", $$"""{"id": "{{other}}"}""")).Expect(201);
        var made = (await Client.PostAsync("/schedules", $$"""{"id": "{{gone}}", {{Body}} }""")).Expect(201);
        // So that it does not matter whether the first look comes before or after what follows.
        var since = $"{made["revision"].GetInt64()}-{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        var stream = Client.SendAsync(HttpMethod.Get, "/events?seconds=8", null, [("Last-Event-ID", since)]);
        using var elsewhere = await Api.ClientAsync("admin", other);
        var silence = elsewhere.GetAsync("/events?seconds=8");

        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", {{Body}} }""")).Expect(201);
        (await Client.PostAsync($"/schedules/{id}/pause")).Expect(200);
        (await Client.DeleteAsync($"/schedules/{gone}")).Expect(204);
        var run = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202).Value("executionId");

        var answer = (await stream).Expect(200);
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("text/event-stream"));
        var events = Parse(answer.Text);
        Assert.That(events.Where(each => each.Event == "schedule").Select(each => each.Id), Does.Contain(id));
        Assert.That(events.Where(each => each.Event == "schedule-deleted").Select(each => each.Id), Does.Contain(gone));
        Assert.That(events.Last(each => each.Id == run).Data.GetProperty("status").GetString(), Is.EqualTo("succeeded"));
        Assert.That(Parse((await silence).Expect(200).Text), Is.Empty);
    }

    [Test]
    public async Task Who_comes_back_with_the_last_id_is_told_what_was_missed()
    {
        var id = NewId("s");
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", {{Body}} }""")).Expect(201);
        var revision = (await Client.GetAsync($"/schedules/{id}"))["revision"].GetInt64();
        var since = $"{revision - 1}-{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        var run = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202).Value("executionId")!;
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/executions/{Uri.EscapeDataString(run)}")).Value("status"), Is.EqualTo("succeeded"));

        var events = Parse((await Client.SendAsync(HttpMethod.Get, "/events?seconds=0", null, [("Last-Event-ID", since)])).Expect(200).Text);

        Assert.That(events.Select(each => each.Id), Does.Contain(id).And.Contain(run));
        Assert.That(Parse((await Client.GetAsync("/events?seconds=0")).Expect(200).Text).Select(each => each.Id), Does.Not.Contain(id), "who is new hears of nothing that was before");
    }

    private static List<(string Event, string Id, JsonElement Data)> Parse(string text)
    {
        var events = new List<(string, string, JsonElement)>();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => !block.StartsWith(':')))
        {
            var fields = block.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            using var data = JsonDocument.Parse(fields["data"]);
            events.Add((fields["event"], data.RootElement.TryGetProperty("id", out var id) ? id.GetString()! : "", data.RootElement.Clone()));
        }

        return events;
    }
}
