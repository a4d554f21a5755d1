using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class SchedulePageTests : BrowserTests
{
    [SetUp]
    public async Task OpenScheduleAsync()
    {
        await Page.SignInAsync(DashboardHost.Operator);
        await Page.GotoAsync("/");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Sync contacts" }).ClickAsync();
    }

    [Test]
    public async Task It_shows_timing_policies_target_and_payload()
    {
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Sync contacts");
        var policies = Page.GetByRole(AriaRole.Region, new() { Name = "Timing and policies" });
        await Expect(policies).ToContainTextAsync("*/15 * * * *");
        await Expect(policies).ToContainTextAsync("America/New_York");
        var target = Page.GetByRole(AriaRole.Region, new() { Name = "Target and payload" });
        await Expect(target).ToContainTextAsync("POST https://crm.example.com/api/sync/contacts");
        await Expect(target).ToContainTextAsync("\"batchSize\": 500");
    }

    [Test]
    public async Task It_shows_the_next_ten_times_in_its_zone_and_in_UTC()
    {
        var rows = Page.GetByRole(AriaRole.Table, new() { Name = "Next times" }).Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(10);
        await Expect(rows.First).ToContainTextAsync(":00 -0");
    }

    [Test]
    public async Task It_shows_statistics_charts_and_runs()
    {
        await Expect(Page.Locator(".stats")).ToContainTextAsync("Success, 24h");
        await Expect(Page.Locator(".stats .stat", new() { HasText = "Median" })).ToContainTextAsync(" s");
        var columns = Page.GetByRole(AriaRole.Group, new() { Name = "Durations, oldest run first" }).GetByRole(AriaRole.Link);
        await Expect(columns).ToHaveCountAsync(50);
        await Expect(Page.GetByTitle("UTC: ")).ToHaveCountAsync(50);
        await Expect(Page.GetByRole(AriaRole.Group, new() { Name = "Outcomes, oldest first" }).Locator(".stack")).ToHaveCountAsync(24);
        await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Runs" }).Locator("tbody tr")).ToHaveCountAsync(20);
    }

    [Test]
    public async Task Outcomes_are_shown_by_the_day_too()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "7d" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Outcomes per day" })).ToBeVisibleAsync();
        await Expect(Page.Locator(".stack")).ToHaveCountAsync(7);
    }

    [Test]
    public async Task A_paused_schedule_says_why()
    {
        await Page.GotoAsync("/schedules/search.reindex");
        await Expect(Page.GetByText("Paused by ops: Cluster upgrade")).ToBeVisibleAsync();
        await Expect(Page.GetByText("nothing is due while it does not run")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Run_now_shows_the_new_run_at_the_top()
    {
        await Button("Run Sync contacts now").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Runs" }).Locator("tbody tr").First).ToContainTextAsync("manual");
    }
}
