using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>Nothing but the .NET SDK, a clean clone, and README's command.</summary>
[TestFixture]
public sealed class NewUserTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private Checkout checkout;

    [OneTimeSetUp]
    public async Task CloneAsync() => checkout = await Checkout.CloneAsync();

    [OneTimeTearDown]
    public void Delete() => checkout?.Dispose();

    [Test]
    public async Task One_command_runs_all_and_a_saved_workflow_has_its_runs_recorded_and_Ctrl_C_stops_everything_and_nothing_is_lost()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var terminal = new Terminal(checkout);
        await terminal.RunAsync();
        var steps = new ThreeProducers(terminal.Api, server);
        await steps.SaveAsync();
        await steps.CheckAsync();

        var before = await terminal.Api.RunsAsync(ThreeProducers.Echo);
        var embedded = terminal.ServerId;
        await terminal.PressCtrlCAsync();
        Assert.That(Signal.IsRunning(embedded), Is.False, "the embedded server stops with its parent");

        await terminal.RunAsync();
        await GoesOnAsync(steps, terminal.Api, before);
    }

    [Test]
    public async Task When_the_process_is_killed_its_embedded_server_goes_too_and_after_a_new_start_nothing_is_lost()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var terminal = new Terminal(checkout);
        await terminal.RunAsync();
        var steps = new ThreeProducers(terminal.Api, server);
        await steps.SaveAsync();
        await steps.EndedRunsAsync(ThreeProducers.Echo, 3);

        var before = await terminal.Api.RunsAsync(ThreeProducers.Echo);
        var embedded = terminal.ServerId;
        await terminal.KillApiAsync();
        await Eventually.AsyncThat(() => !Signal.IsRunning(embedded), Patience);

        await terminal.RunAsync();
        await GoesOnAsync(steps, terminal.Api, before);
    }

    /// <summary>Every row from before is still there, further ones follow, and no due time between is missing or twice.</summary>
    private static async Task GoesOnAsync(ThreeProducers steps, ApiClient api, IReadOnlyList<Run> before)
    {
        await steps.EndedRunsAsync(ThreeProducers.Echo, before.Count + 3);
        await api.PostAsync($"/schedules/{ThreeProducers.Echo}/pause");
        await Eventually.AsyncThat(async () => (await api.RunsAsync(ThreeProducers.Echo)).All(run => run.HasEnded), Patience);
        var after = await api.RunsAsync(ThreeProducers.Echo);
        Assert.That(before.Select(run => run.Id), Is.SubsetOf(after.Select(run => run.Id)));
        LedgerCheck.HasEveryDueTimeOnce(after, ThreeProducers.EchoInterval);
    }
}
