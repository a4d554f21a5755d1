using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>redis-server, PostgreSQL, an API that runs no jobs, and worker processes.</summary>
[TestFixture]
public sealed class FleetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_same_flow_runs_against_redis_server_and_PostgreSQL_with_two_worker_processes()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var fleet = await Fleet.StartAsync();
        var steps = new ThreeProducers(fleet.Api, server);
        await steps.SaveAsync();
        await steps.CheckAsync();
    }

    [Test]
    public async Task A_worker_that_is_killed_while_it_runs_a_job_loses_nothing_and_another_runs_it_within_the_lease_plus_a_second()
    {
        await using var fleet = await Fleet.StartAsync();
        var run = await StartSleepAsync(fleet, TimeSpan.FromSeconds(5));
        var killed = fleet.WorkerOf(run.Worker);
        var killedAt = TimeProvider.System.GetUtcNow();
        killed.Kill();

        var ended = await EndAsync(fleet, run.Id);
        Assert.That(ended.Status, Is.EqualTo("succeeded"));
        Assert.That(
            ended.Attempts.Select(attempt => (attempt.Number, attempt.Status)),
            Is.EqualTo(new[] { (1, "lost"), (2, "succeeded") })
        );
        Assert.That(fleet.WorkerOf(ended.Worker).Id, Is.Not.EqualTo(killed.Id));
        Assert.That(ended.Attempts[1].StartedAt - killedAt, Is.LessThanOrEqualTo(Fleet.Lease + TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_worker_that_gets_SIGTERM_hands_back_what_does_not_end_in_time_without_using_up_an_attempt()
    {
        await using var fleet = await Fleet.StartAsync(shutdownTimeout: "1s");
        var run = await StartSleepAsync(fleet, TimeSpan.FromSeconds(5));
        var stopped = fleet.WorkerOf(run.Worker);
        stopped.Terminate();
        Assert.That(await stopped.WaitForExitAsync(), Is.Zero);

        var ended = await EndAsync(fleet, run.Id);
        Assert.That(ended.Status, Is.EqualTo("succeeded"));
        Assert.That(ended.Attempts.Select(attempt => (attempt.Number, attempt.Status)), Is.EqualTo(new[] { (1, "succeeded") }));
        Assert.That(fleet.WorkerOf(ended.Worker).Id, Is.Not.EqualTo(stopped.Id));
    }

    [Test]
    public async Task A_worker_that_gets_SIGTERM_lets_running_jobs_end_and_takes_no_more()
    {
        await using var fleet = await Fleet.StartAsync(workers: 1);
        var run = await StartSleepAsync(fleet, TimeSpan.FromSeconds(4));
        var stopped = fleet.WorkerOf(run.Worker);
        stopped.Terminate();
        var late = await fleet.Api.RunNowAsync("naps");
        Assert.That(await stopped.WaitForExitAsync(), Is.Zero);

        Assert.That((await EndAsync(fleet, run.Id)).Status, Is.EqualTo("succeeded"));
        Assert.That(await fleet.Redis.AskAsync("EXISTS", $"{{hangfire}}:job:{late}"), Is.EqualTo(":1"), "the later job still waits");
    }

    [Test]
    public async Task The_worker_that_the_README_shows_runs_its_handler()
    {
        await using var fleet = await Fleet.StartAsync(workers: 1, worker: HostProcess.ReadmeSample);
        await fleet.Api.PostAsync(
            "/schedules",
            """{ "id": "hello", "name": "Hello", "interval": "1d", "target": { "type": "handler", "name": "greeting" }, "payload": { "name": "you" } }"""
        );
        var ended = await EndAsync(fleet, await fleet.Api.RunNowAsync("hello"));
        Assert.That(ended.Output, Is.EqualTo("\"Hello, you (attempt 1).\""));
    }

    /// <summary>Saves a schedule that never comes due by itself, runs it now, and waits until the history shows who runs it.</summary>
    private static async Task<Run> StartSleepAsync(Fleet fleet, TimeSpan duration)
    {
        await fleet.Api.PostAsync(
            "/schedules",
            $$$"""
            { "id": "naps", "name": "Naps", "interval": "1d", "target": { "type": "handler", "name": "demo.sleep" }, "payload": { "ms": {{{(int)
                duration.TotalMilliseconds}}} } }
            """
        );
        var id = await fleet.Api.RunNowAsync("naps");
        await Eventually.AsyncThat(async () => (await fleet.Api.RunAsync(id)).Status, Is.EqualTo("running"), Patience);
        return await fleet.Api.RunAsync(id);
    }

    private static async Task<Run> EndAsync(Fleet fleet, string id)
    {
        await Eventually.AsyncThat(async () => (await fleet.Api.RunAsync(id)).HasEnded, Patience);
        return await fleet.Api.RunAsync(id);
    }
}
