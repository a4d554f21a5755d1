using Microsoft.Playwright;
using RedisScheduler.Access;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>Which scope is looked at.</summary>
internal sealed class ScopeTests : BrowserTests
{
    private ILocator Chooser => Page.GetByLabel("Scope", new() { Exact = true });

    [SetUp]
    public async Task AddScopeAsync()
    {
        Host.Scopes.Add("acme", "Acme Corporation");
        var view = (await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.backup", default))!;
        Host.Definitions.Put(view with { Schedule = view.Schedule with { Scope = "acme", Id = "acme.only", Name = "Only at Acme" } });
    }

    [Test]
    public async Task A_key_of_all_scopes_chooses_one_and_sees_that_one_alone()
    {
        await Page.SignInAsync(DashboardHost.Admin);
        await Expect(Row("Heartbeat")).ToBeVisibleAsync();
        await Expect(Row("Only at Acme")).ToHaveCountAsync(0);
        await Chooser.SelectOptionAsync("acme");
        await Expect(Row("Only at Acme")).ToBeVisibleAsync();
        await Expect(Row("Heartbeat")).ToHaveCountAsync(0);
        await Page.GotoAsync("/schedules/acme.only");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Only at Acme" })).ToBeVisibleAsync();
        await Expect(Chooser).ToHaveValueAsync("acme");
    }

    [Test]
    public async Task A_key_of_one_scope_sees_its_own_and_no_chooser_and_nothing_that_is_shared()
    {
        Host.Keys.Add("acme-key", "ann", Role.Admin, "acme");
        await Page.SignInAsync("acme-key");
        await Expect(Row("Only at Acme")).ToBeVisibleAsync();
        await Expect(Row("Heartbeat")).ToHaveCountAsync(0);
        await Expect(Chooser).ToHaveCountAsync(0);
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Workers" })).ToHaveCountAsync(0);
        foreach (var path in new[] { "/workers", "/schedules/ops.heartbeat" })
        {
            Assert.That((await Page.GotoAsync(path))!.Status, Is.EqualTo(404), path);
        }

        await Expect(Row("worker-1")).ToHaveCountAsync(0);
        ForgetErrors("404");
    }

    [TestCase("acme-key", "default"), TestCase(DashboardHost.Admin, "nowhere")]
    public async Task The_server_refuses_a_scope_that_the_key_does_not_reach(string key, string scope)
    {
        Host.Keys.Add("acme-key", "ann", Role.Admin, "acme");
        await Page.SignInAsync(key);
        var token = await Page.Locator("form[action='/sign-out'] input[name='__RequestVerificationToken']").InputValueAsync();
        await Page.APIRequest.PostAsync("/scope", new() { Form = Page.APIRequest.CreateFormData().Set("__RequestVerificationToken", token).Set("scope", scope) });
        await Page.GotoAsync("/");
        await Expect(Row(key == "acme-key" ? "Only at Acme" : "Heartbeat")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_paused_scope_says_so_at_its_schedules()
    {
        await Host.Scopes.ChangeAsync("acme", scope => scope! with { Pause = new Pause("moving", null, scope.CreatedAt, "root") }, null, default);
        var view = (await Host.Definitions.FindScheduleAsync("acme", "acme.only", default))!;
        Host.Definitions.Put(view with { Schedule = view.Schedule with { ScopePause = new Pause("moving", null, view.Schedule.CreatedAt, "root") } });
        Host.Keys.Add("acme-key", "ann", Role.Admin, "acme");
        await Page.SignInAsync("acme-key");
        await Page.GotoAsync("/schedules/acme.only");
        await Expect(Page.GetByText("Whole scope acme paused by root: moving")).ToBeVisibleAsync();
    }
}
