using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class LedgerPageTests : BrowserTests
{
    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Operator);

    [Test]
    public async Task A_run_leads_to_its_explanation_and_the_check_of_the_last_day()
    {
        await Page.GotoAsync("/runs?status=failed&schedule=crm.sync-contacts");
        await Page.Locator("tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Explain" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Ledger of crm.sync-contacts");
        await Expect(Page.GetByText("ended as failed")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "The last day" })).ToContainTextAsync("Lost");
    }

    [Test]
    public async Task A_backfill_is_tried_out_first()
    {
        await Page.GotoAsync("/schedules/crm.sync-contacts/ledger");
        await Page.GetByLabel("From").FillAsync("2026-01-05T00:00:00Z");
        await Page.GetByLabel("To, not counted").FillAsync("2026-01-05T02:00:00Z");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Backfill" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("8 due times would be queued");
    }
}
