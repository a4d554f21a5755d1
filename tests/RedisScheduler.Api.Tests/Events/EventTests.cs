using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Events;

/// <summary>Subscriptions and what they get, through a whole process: API, scheduler, worker, recorder.</summary>
internal sealed class EventTests : ApiFixture
{
    private const string Echo = """ "target": {"type": "handler", "name": "demo.echo"} """;

    [Test]
    public async Task A_subscription_is_made_shown_changed_and_deleted()
    {
        var id = NewId("sub");
        var body = $$"""{"id": "{{id}}", "name": "Hook", "match": {"namePattern": "shop*"}, {{Echo}} }""";
        var made = (await Client.PostAsync("/subscriptions", body, ("Idempotency-Key", id))).Expect(201);
        (await Client.PostAsync("/subscriptions", body, ("Idempotency-Key", id))).Expect(201);
        (await Client.PostAsync("/subscriptions", body)).Expect(409);
        Assert.That((await Client.GetAsync($"/subscriptions/{id}")).Expect(200).Text, Is.EqualTo(made.Text));
        Assert.That((await Client.GetAsync("/subscriptions?limit=500")).Ids(), Does.Contain(id));

        (await Client.PatchAsync($"/subscriptions/{id}", """{"name": "x"}""", ("If-Match", "\"999999999\""))).Expect(412);
        (await Client.PatchAsync($"/subscriptions/{id}", """{"id": "other"}""")).ErrorOf("id");
        (await Client.PatchAsync($"/subscriptions/{id}", """{"target": {"type": "event", "name": null} }""")).ErrorOf("target.type");
        var etag = (await Client.GetAsync($"/subscriptions/{id}")).ETag;
        var changed = (await Client.PatchAsync($"/subscriptions/{id}", """{"match": {"scheduleId": "s", "namePattern": null, "topic": "alert"} }""", ("If-Match", etag))).Expect(200);
        Assert.That(changed["match"].GetRawText(), Is.EqualTo("""{"scheduleId":"s","namePattern":null,"topic":"alert"}"""));
        Assert.That(changed.ETag, Is.Not.EqualTo(etag));
        (await Client.DeleteAsync($"/subscriptions/{id}")).Expect(204);
        (await Client.GetAsync($"/subscriptions/{id}")).Expect(404);
        (await Client.DeleteAsync($"/subscriptions/{id}")).Expect(404);
    }

    [Test]
    public async Task A_run_of_an_event_schedule_reaches_the_subscriptions_that_match_by_id_and_by_pattern_each_as_a_run_of_its_own()
    {
        var (id, flow) = (NewId("orders"), NewId("flow"));
        (await Client.PutAsync($"/workflows/{flow}", """{"name": "x", "status": "active", "handlerConfig": {"producers": {} } }""")).Expect(201);
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "{{id}} of the shop", "workflowId": "{{flow}}", "tags": ["eu"], "payload": {"n":  1}, "interval": "1d", "target": {"type": "event", "topic": "orders"} }""")).Expect(201);
        await SubscribeAsync($$"""{"name": "by id", "match": {"scheduleId": "{{id}}"}, {{Echo}} }""");
        await SubscribeAsync($$"""{"name": "by pattern", "match": {"namePattern": "{{id}} *"}, "target": {"type": "handler", "name": "nobody.knows"} }""");
        await SubscribeAsync($$"""{"name": "another", "match": {"scheduleId": "{{id}}", "topic": "returns"}, {{Echo}} }""");

        var started = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        var run = await EndAsync(started.Value("executionId")!);
        var output = JsonDocument.Parse(run.Value("output")!).RootElement;
        Assert.That((run.Value("status"), output.GetProperty("deliveries").GetInt32()), Is.EqualTo(("succeeded", 2)));

        var deliveries = new List<Answer>();
        foreach (var delivery in output.GetProperty("executions").EnumerateArray())
        {
            deliveries.Add(await EndAsync(delivery.GetProperty("id").GetString()!));
        }

        Assert.That(deliveries.Select(each => (each.Value("trigger"), each.Value("scheduleId"))), Has.All.EqualTo(("event", id)));
        Assert.That(deliveries.Select(each => each.Value("status")), Is.EquivalentTo(new[] { "succeeded", "failed" }));
        var echoed = JsonDocument.Parse(deliveries.Single(each => each.Value("status") == "succeeded").Value("output")!).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(echoed.GetProperty("id").GetString(), Is.EqualTo(run.Value("id")));
            Assert.That(echoed.GetProperty("workflowId").GetString(), Is.EqualTo(flow));
            Assert.That(echoed.GetProperty("tags").GetRawText(), Is.EqualTo("""["eu"]"""));
            Assert.That(echoed.GetProperty("topic").GetString(), Is.EqualTo("orders"));
            Assert.That(echoed.GetProperty("payload").GetRawText(), Is.EqualTo("""{"n":  1}"""));
        });
        var schedule = (await Client.GetAsync($"/schedules/{id}")).Expect(200);
        Assert.That((schedule["runCount"].GetInt64(), schedule["errorCount"].GetInt64()), Is.EqualTo((1L, 0L)), "what became of the deliveries is not how the schedule does");
    }

    [Test]
    public async Task A_delivery_that_failed_is_retried_for_the_same_subscription()
    {
        var id = NewId("orders");
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "interval": "1d", "target": {"type": "event"} }""")).Expect(201);
        var subscription = await SubscribeAsync($$"""{"name": "a", "match": {"scheduleId": "{{id}}"}, "target": {"type": "handler", "name": "nobody.knows"} }""");
        await EndAsync((await Client.PostAsync($"/schedules/{id}/run")).Value("executionId")!);
        var path = $"/executions?scheduleId={id}&trigger=event&status=failed";
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Ids().Count(), Is.EqualTo(1));
        var failed = (await Client.GetAsync(path)).Ids().Single()!;

        (await Client.PatchAsync($"/subscriptions/{subscription}", $$"""{ {{Echo}} }""")).Expect(200);
        var again = await EndAsync((await Client.PostAsync($"/executions/{Uri.EscapeDataString(failed)}/retry")).Expect(202).Value("executionId")!);
        Assert.That((again.Value("status"), again.Value("trigger")), Is.EqualTo(("succeeded", "event")));
        (await Client.DeleteAsync($"/subscriptions/{subscription}")).Expect(204);
        (await Client.PostAsync($"/executions/{Uri.EscapeDataString(failed)}/retry")).Expect(409);
    }

    private async Task<string> SubscribeAsync(string body) => (await Client.PostAsync("/subscriptions", body)).Expect(201).Value("id")!;

    private async Task<Answer> EndAsync(string id)
    {
        var path = $"/executions/{Uri.EscapeDataString(id)}";
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Value("finishedAt"), Does.StartWith("2"));
        return await Client.GetAsync(path);
    }
}
