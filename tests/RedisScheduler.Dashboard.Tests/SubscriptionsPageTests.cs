using Microsoft.Playwright;
using RedisScheduler.Alerts;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class SubscriptionsPageTests : BrowserTests
{
    [Test]
    public async Task A_subscription_is_added_edited_and_deleted()
    {
        await OpenAsync(DashboardHost.Operator);
        await Expect(Page.GetByText("Nobody has subscribed")).ToBeVisibleAsync();
        await Button("Add a subscription").ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Pager");
        await Page.GetByLabel("Pattern of the schedule's name").FillAsync("*");
        await Page.GetByLabel("Topic").FillAsync("alert");
        await Page.GetByLabel("Target").FillAsync("""{ "type": "http", "url": "https://example.com/page", "secret": "PAGER" }""");
        await Button("Save").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Pager is added.");
        await Expect(Page.Locator("tbody tr")).ToContainTextAsync("POST https://example.com/page");

        await Button("Edit Pager").ClickAsync();
        await Expect(Page.GetByLabel("Topic")).ToHaveValueAsync("alert");
        await Page.GetByLabel("Schedule id").FillAsync("ops.backup");
        await Page.GetByLabel("Target").FillAsync("""{ "type": "handler", "name": "page" }""");
        await Button("Save").ClickAsync();
        await Expect(Page.Locator("tbody tr")).ToContainTextAsync("handler page");
        var saved = (await Host.Subscriptions.ListAsync(Scopes.Default, 10, null, default)).Items.Single();
        Assert.That((saved.Match, saved.Target), Is.EqualTo((new SubscriptionMatch("ops.backup", "*", "alert"), new HandlerTarget("page"))));

        await Button("Delete Pager").ClickAsync();
        await Expect(Page.GetByText("Nobody has subscribed")).ToBeVisibleAsync();
    }

    [Test]
    public async Task What_is_wrong_is_told_and_nothing_is_saved()
    {
        await OpenAsync(DashboardHost.Operator);
        await Button("Add a subscription").ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Pager");
        await Page.GetByLabel("Target").FillAsync("""{ "type": "event" }""");
        await Button("Save").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("target.type: A subscription cannot send events");
        Assert.That((await Host.Subscriptions.ListAsync(Scopes.Default, 10, null, default)).Items, Is.Empty);
    }

    [Test]
    public async Task A_viewer_sees_them_and_changes_nothing()
    {
        await Host.Subscriptions.ChangeAsync(
            Scopes.Default, "s1",
            _ => new Subscription { Scope = Scopes.Default, Id = "s1", Name = "Pager", Match = new(null, "*", null), Target = new HandlerTarget("page"), CreatedAt = default, UpdatedAt = default },
            null, default);
        await OpenAsync(DashboardHost.Viewer);
        await Expect(Page.Locator("tbody tr")).ToContainTextAsync("Pager");
        await Expect(Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Test]
    public async Task What_is_overdue_stands_above_the_schedules()
    {
        var view = (await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.backup", default))!;
        Host.Alerts.Overdue = [new AlertCause(AlertKind.Overdue, view, TimeProvider.System.GetUtcNow().AddMinutes(-20).ToUnixTimeMilliseconds())];
        await Page.SignInAsync(DashboardHost.Viewer);
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("1 run is overdue.");
        await Expect(Page.GetByRole(AriaRole.Alert).Locator("li")).ToContainTextAsync("Back up the database");
        await Expect(Page.GetByRole(AriaRole.Alert).Locator("time")).ToContainTextAsync("20 min ago");
    }

    private async Task OpenAsync(string key)
    {
        await Page.SignInAsync(key);
        await Page.GotoAsync("/subscriptions");
    }
}
