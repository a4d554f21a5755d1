using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Events;

/// <summary>Alerts, through a whole process.</summary>
internal sealed class AlertTests : ApiFixture
{
    [Test]
    public async Task A_run_that_nobody_takes_in_time_is_told_once_to_who_subscribed_to_alerts()
    {
        var id = NewId("late");
        await SubscribeAsync(id);
        (await Client.PostAsync(
            "/schedules",
            $$"""{"id": "{{id}}", "name": "Nightly {{id}}", "interval": "1d", "runImmediately": true, "queue": "{{NewId("nobody")}}", "alertAfter": "1s", "target": {"type": "handler", "name": "demo.echo"} }"""
        )).Expect(201);

        var alert = await AlertAsync(id);

        Assert.That((alert.GetProperty("topic").GetString(), alert.GetProperty("name").GetString()), Is.EqualTo(("alert", $"Nightly {id}")));
        Assert.That(alert.GetProperty("payload").GetProperty("text").GetString(), Does.Contain(id).And.Contain("has not started 1s after that: the run waits in the queue nobody"));
        Assert.That((await Client.GetAsync($"/executions?scheduleId={id}&trigger=event")).Ids().Count(), Is.EqualTo(1));
        (await Client.DeleteAsync($"/schedules/{id}")).Expect(204);
    }

    [Test]
    public async Task A_schedule_that_fails_as_often_in_a_row_as_it_says_is_told_of()
    {
        var id = NewId("failing");
        await SubscribeAsync(id);
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "interval": "1d", "alertAfterFailures": 2, "target": {"type": "handler", "name": "nobody.knows"} }""")).Expect(201);
        (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);

        var alert = await AlertAsync(id);

        Assert.That(alert.GetProperty("payload").GetProperty("failures").GetInt32(), Is.EqualTo(2));
        Assert.That(alert.GetProperty("payload").GetProperty("text").GetString(), Does.Contain("failed 2 times in a row, since 20").And.Contain("nobody.knows"));
    }

    [TestCase(""" "alertAfter": "500ms" """, "alertAfter", "1s"), TestCase(""" "alertAfterFailures": 0 """, "alertAfterFailures", "from 1 to 1000")]
    public async Task What_is_out_of_range_is_refused(string field, string path, string because) =>
        Assert.That((await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "1d", {{field}}, "target": {"type": "handler", "name": "h"} }""")).ErrorOf(path), Does.Contain(because));

    private async Task SubscribeAsync(string id) =>
        (await Client.PostAsync("/subscriptions", $$"""{"name": "pager", "match": {"scheduleId": "{{id}}", "topic": "alert"}, "target": {"type": "handler", "name": "demo.echo"} }""")).Expect(201);

    private async Task<JsonElement> AlertAsync(string id)
    {
        var path = $"/executions?scheduleId={id}&trigger=event&status=succeeded";
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Ids().Count(), Is.EqualTo(1), TimeSpan.FromSeconds(20));
        return JsonDocument.Parse((await Client.GetAsync(path))["items"][0].GetProperty("output").GetString()!).RootElement;
    }
}
