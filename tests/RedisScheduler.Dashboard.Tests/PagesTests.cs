using Microsoft.Playwright;
using RedisScheduler.Access;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class PagesTests : BrowserTests
{
    private static readonly string[] Paths = ["/", "/schedules/crm.sync-contacts", "/schedules/xss", "/schedules/crm.sync-contacts/ledger", "/runs", "/subscriptions", "/workers"];

    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Admin);

    [Test]
    public async Task No_page_writes_an_error_to_the_console_or_asks_another_host()
    {
        var others = new List<string>();
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Host.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                others.Add(request.Url);
        };
        foreach (var path in Paths)
        {
            await Page.GotoAsync(path);
            await Page.WaitForResponseAsync(answer => answer.Url == Host.Url + path && answer.Request.ResourceType == "fetch");
        }
        Assert.That(others, Is.Empty);
    }

    [Test]
    public async Task No_page_is_wider_than_a_phone()
    {
        await Page.SetViewportSizeAsync(375, 800);
        foreach (var path in Paths)
        {
            await Page.GotoAsync(path);
            Assert.That(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(375), path);
        }
    }

    [Test]
    public async Task The_theme_follows_the_system_until_somebody_chooses()
    {
        var root = Page.Locator("html");
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await Button("Switch between light and dark").ClickAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await Page.ReloadAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
    }

    [Test]
    public async Task Without_Redis_pages_show_what_SQL_has_and_say_so()
    {
        Host.Redis.Redis.Away = true;
        await Page.GotoAsync("/");
        await Expect(Row("ops.heartbeat")).ToBeVisibleAsync();
        await Page.GotoAsync("/workers");
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Redis does not answer.");
        Host.Redis.Redis.Away = false;
        await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Workers" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Redis does not answer.")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Without_the_database_pages_say_so_and_come_back()
    {
        Host.Definitions.Database.Away = Host.History.Database.Away = true;
        await Page.GotoAsync("/");
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The database does not answer.");
        await Page.GotoAsync("/runs");
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The database does not answer.");
        Host.Definitions.Database.Away = Host.History.Database.Away = false;
        await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Runs" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Another_scopes_key_sees_nothing_of_this_one()
    {
        Host.Keys.Add("other-key", "other", Role.Admin, "other");
        await Page.Context.ClearCookiesAsync();
        await Page.SignInAsync("other-key");
        await Expect(Page.GetByText("No schedules yet")).ToBeVisibleAsync();
        await Page.GotoAsync("/schedules/ops.heartbeat");
        await Expect(Page.GetByText("There is no schedule")).ToBeVisibleAsync();
        ForgetErrors("404");
    }
}
