using Microsoft.Playwright;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class RunPageTests : BrowserTests
{
    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Operator);

    [Test]
    public async Task Runs_are_filtered_by_status_schedule_and_trigger()
    {
        await Page.GotoAsync("/runs");
        await Page.GetByLabel("Status").SelectOptionAsync("failed");
        await Expect(Page.Locator("tbody tr .badge.good")).ToHaveCountAsync(0);
        await Expect(Page.Locator("tbody tr .badge.bad").First).ToBeVisibleAsync();
        await Page.GetByLabel("Schedule id").FillAsync("ops.flaky");
        await Expect(Page.Locator("tbody tr").Filter(new() { HasNotText = "ops.flaky" })).ToHaveCountAsync(0);
        await Page.GetByLabel("Trigger").SelectOptionAsync("backfill");
        await Expect(Page.GetByText("No run matches.")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_failed_run_shows_its_attempts_with_their_errors()
    {
        await Page.GotoAsync("/runs?status=Failed&schedule=crm.sync-contacts");
        await Page.Locator("tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        var attempts = Page.GetByRole(AriaRole.Table, new() { Name = "Attempts" }).Locator("tbody tr");
        await Expect(attempts).ToHaveCountAsync(3);
        await Expect(attempts.First).ToContainTextAsync("The target answered 503 Service Unavailable.");
        await Expect(Page.Locator(".timeline .span")).ToHaveCountAsync(3);
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Error" })).ToContainTextAsync("upstream timed out");
        await Expect(Button("Cancel this run")).ToHaveCountAsync(0);

        await Button("Run this again").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Queued as crm.sync-contacts@");
    }

    [Test]
    public async Task A_run_that_waits_can_be_cancelled()
    {
        var id = "etl.orders@1-waiting";
        Host.History.Put(new()
        {
            Id = id, Scope = Scopes.Default, ScheduleId = "etl.orders", Trigger = ExecutionTrigger.Manual,
            ScheduledAt = TimeProvider.System.GetUtcNow(), Status = ExecutionStatus.Queued,
        });
        await Page.GotoAsync($"/runs/{Uri.EscapeDataString(id)}");
        await Button("Cancel this run").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("cancelled");
    }
}
