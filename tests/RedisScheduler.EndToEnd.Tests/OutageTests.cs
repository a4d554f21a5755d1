using System.Globalization;
using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>A store goes away under a working fleet, and comes back.</summary>
[TestFixture]
public sealed class OutageTests
{
    private const string Schedule = "beats";
    private const string Outbox = "{hangfire}:outbox";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The Reconciler of the workers compares in full every minute.</summary>
    private static readonly TimeSpan Reconciled = TimeSpan.FromSeconds(120);

    [Test]
    public async Task While_the_database_is_gone_workers_go_on_and_the_outbox_grows_and_empties_when_it_is_back_with_no_row_lost_or_doubled()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var fleet = await Fleet.StartAsync();
        await BeginAsync(fleet, server);

        fleet.Postgres.Kill();
        var sent = server.Requests.Count;
        await server.WaitForRequestsAsync(sent + 20, Patience);
        Assert.That(await OutboxAsync(fleet), Is.GreaterThanOrEqualTo(20));
        Assert.That(await fleet.Api.StatusAsync("/readyz"), Is.EqualTo(503));

        await fleet.Postgres.RestartAsync();
        await fleet.Api.WaitUntilReadyAsync();
        await EndAsync(fleet, server);
    }

    [Test]
    public async Task After_redis_server_was_killed_and_started_again_all_goes_on_and_what_was_saved_meanwhile_is_applied()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var fleet = await Fleet.StartAsync();
        await BeginAsync(fleet, server);

        fleet.Redis.Kill();
        await Eventually.AsyncThat(() => fleet.Api.StatusAsync("/readyz"), Is.EqualTo(503), Patience);
        Assert.That(await fleet.Api.RunsAsync(Schedule), Is.Not.Empty, "reads still answer");
        var saved = await fleet.Api.PostAsync("/schedules", Definition("later", server.Url + "/later"));
        Assert.That(saved.GetProperty("sync").GetString(), Is.EqualTo("pending"));

        await fleet.Redis.RestartAsync();
        var sent = server.Requests.Count;
        await server.WaitForRequestsAsync(sent + 8, Patience);
        await Eventually.AsyncThat(
            async () => (await fleet.Api.GetAsync("/schedules/later")).GetProperty("sync").GetString(),
            Is.EqualTo("applied"),
            Reconciled
        );
        await Eventually.AsyncThat(() => server.Requests.Any(request => request.Path == "/later"), Patience);
        await fleet.Api.PostAsync("/schedules/later/pause");
        await EndAsync(fleet, server);
    }

    private static async Task BeginAsync(Fleet fleet, LocalHttpServer server)
    {
        await fleet.Api.PostAsync("/schedules", Definition(Schedule, server.Url + "/beat"));
        await server.WaitForRequestsAsync(4, Patience);
        await Eventually.AsyncThat(() => fleet.Api.RunsAsync(Schedule), Is.Not.Empty, Patience);
    }

    /// <summary>Stops the schedule, waits until all is recorded, and compares the history with what arrived.</summary>
    private static async Task EndAsync(Fleet fleet, LocalHttpServer server)
    {
        await fleet.Api.PostAsync($"/schedules/{Schedule}/pause");
        await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync(Schedule)).All(run => run.HasEnded), Patience);
        await Eventually.AsyncThat(() => OutboxAsync(fleet), Is.Zero, Patience);

        var runs = await fleet.Api.RunsAsync(Schedule);
        LedgerCheck.HasEveryDueTimeOnce(runs, Interval);
        var arrived = server.Requests.Where(request => request.Path == "/beat").Select(request => request.Header("webhook-id")).Distinct();
        var succeeded = runs.Where(run => run.Status == "succeeded").Select(run => run.Id);
        Assert.That(succeeded, Is.EquivalentTo(arrived));
    }

    private static string Definition(string id, string url) =>
        $$$"""
            { "id": "{{{id}}}", "name": "{{{id}}}", "interval": "{{{(int)
                Interval.TotalMilliseconds}}}ms", "overlap": "allow", "target": { "type": "http", "url": "{{{url}}}" },
              "retry": { "maxAttempts": 20, "delay": "100ms", "factor": 1 } }
            """;

    private static async Task<long> OutboxAsync(Fleet fleet) =>
        long.Parse((await fleet.Redis.AskAsync("LLEN", Outbox)).TrimStart(':'), CultureInfo.InvariantCulture);
}
