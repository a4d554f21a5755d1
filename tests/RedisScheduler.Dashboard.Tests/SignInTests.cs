using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class SignInTests : BrowserTests
{
    protected override bool Seeded => false;

    [Test]
    public async Task A_page_without_sign_in_leads_to_sign_in_and_then_back()
    {
        await Page.GotoAsync("/runs?status=Failed");
        await ExpectSignInAsync();
        await Page.GetByLabel("API key").FillAsync(DashboardHost.Operator);
        await Button("Sign in").ClickAsync();
        await Expect(Page).ToHaveURLAsync($"{Host.Url}/runs?status=Failed");
    }

    [TestCase("/"), TestCase("/schedules/a"), TestCase("/runs"), TestCase("/runs/a"), TestCase("/workers")]
    public async Task No_page_opens_without_sign_in(string path)
    {
        await Page.GotoAsync(path);
        await ExpectSignInAsync();
    }

    [Test]
    public async Task A_wrong_key_is_refused()
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("API key").FillAsync("rs_wrong");
        await Button("Sign in").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This key is not known.");
        await Page.GotoAsync("/");
        await ExpectSignInAsync();
        ForgetErrors("401");
    }

    [Test]
    public async Task The_cookie_is_kept_from_scripts_and_other_sites_and_holds_no_key()
    {
        await Page.SignInAsync(DashboardHost.Operator);
        var cookie = (await Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "rs.dashboard");
        Assert.Multiple(() =>
        {
            Assert.That(cookie.HttpOnly, Is.True);
            Assert.That(cookie.SameSite, Is.EqualTo(SameSiteAttribute.Strict));
            Assert.That(cookie.Value, Does.Not.Contain(DashboardHost.Operator));
        });
    }

    [Test]
    public async Task Signing_out_ends_the_session()
    {
        await Page.SignInAsync(DashboardHost.Operator);
        await Button("Sign out").ClickAsync();
        await ExpectSignInAsync();
        await Page.GotoAsync("/");
        await ExpectSignInAsync();
    }

    [Test]
    public async Task A_key_that_is_deleted_is_signed_out_by_itself()
    {
        await Page.SignInAsync(DashboardHost.Operator);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Schedules", Exact = true })).ToBeVisibleAsync();
        await Host.Keys.DeleteAsync(DashboardHost.Operator, null, default);
        await ExpectSignInAsync();
    }

    [Test]
    public async Task A_return_address_of_another_site_is_not_followed()
    {
        await Page.GotoAsync("/sign-in?returnUrl=//example.com/");
        await Page.GetByLabel("API key").FillAsync(DashboardHost.Operator);
        await Button("Sign in").ClickAsync();
        await Expect(Page).ToHaveURLAsync($"{Host.Url}/");
    }

    private Task ExpectSignInAsync() => Expect(Page.GetByLabel("API key")).ToBeVisibleAsync();
}
