using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Definitions;

/// <summary>What becomes of a schedule that keeps failing, over HTTP.</summary>
internal sealed class PauseOnFailureTests : ApiFixture
{
    [Test]
    public async Task After_so_many_failed_runs_in_a_row_it_is_paused_until_somebody_resumes_it()
    {
        var id = NewId("failing");
        const string Failing = """ "target": {"type": "handler", "name": "demo.flaky"}, "payload": {"failures": 9}, "retry": {"maxAttempts": 1} """;
        (await Client.PostAsync("/schedules", $$"""{"id": "{{id}}", "name": "x", "interval": "1d", "pauseOnFailure": 2, {{Failing}} }""")).Expect(201);
        await RunAsync(id, 1);
        Assert.That((await Client.GetAsync($"/schedules/{id}")).Value("status"), Is.EqualTo("active"));
        await RunAsync(id, 2);
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/schedules/{id}")).Value("status"), Is.EqualTo("paused"));

        var pause = (await Client.GetAsync($"/schedules/{id}"))["pause"];
        Assert.That(pause.GetProperty("by").GetString(), Is.EqualTo("pauseOnFailure"));
        Assert.That(pause.GetProperty("reason").GetString(), Does.StartWith("2 runs failed in a row; the last error: Attempt 1 fails"));

        Assert.That((await Client.PostAsync($"/schedules/{id}/resume")).Expect(200).Value("status"), Is.EqualTo("active"));
        await RunAsync(id, 3);
        Assert.That((await Client.GetAsync($"/schedules/{id}")).Value("status"), Is.EqualTo("active"), "the count began anew");
    }

    [TestCase("0")]
    [TestCase("1001")]
    [TestCase("true")]
    public async Task A_number_out_of_range_is_refused(string number) =>
        (await Client.PostAsync("/schedules", $$"""{"name": "x", "interval": "1d", "pauseOnFailure": {{number}}, "target": {"type": "handler", "name": "demo.echo"} }""")).ErrorOf("pauseOnFailure");

    private async Task RunAsync(string id, int errors)
    {
        (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/schedules/{id}"))["errorCount"].GetInt32(), Is.EqualTo(errors));
    }
}
