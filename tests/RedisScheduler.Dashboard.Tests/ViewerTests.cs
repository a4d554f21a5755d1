using System.Net;
using Microsoft.Playwright;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class ViewerTests : BrowserTests
{
    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Viewer);

    [Test]
    public async Task A_viewer_sees_no_buttons()
    {
        foreach (var path in new[] { "/", "/schedules/ops.heartbeat", "/runs" })
        {
            await Page.GotoAsync(path);
            await Expect(Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await Expect(Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        }
    }

    [TestCase("/schedules/ops.heartbeat/pause"), TestCase("/schedules/ops.heartbeat/resume"), TestCase("/schedules/ops.heartbeat/run")]
    [TestCase("/runs/any/cancel"), TestCase("/runs/any/retry")]
    public async Task The_server_refuses_what_the_buttons_would_do(string path)
    {
        var token = await Page.Locator("form[action='/sign-out'] input[name='__RequestVerificationToken']").InputValueAsync();
        var form = Page.APIRequest.CreateFormData();
        form.Set("__RequestVerificationToken", token);
        var answer = await Page.APIRequest.PostAsync(path, new() { Form = form, MaxRedirects = 0 });
        Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.Forbidden));
        Assert.That((await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.heartbeat", default))!.Schedule.Pause, Is.Null);
    }

    [Test]
    public async Task A_form_without_its_token_is_refused()
    {
        await Page.Context.ClearCookiesAsync();
        await Page.SignInAsync(DashboardHost.Operator);
        var answer = await Page.APIRequest.PostAsync("/schedules/ops.heartbeat/pause", new() { Form = Page.APIRequest.CreateFormData().Set("reason", "forged"), MaxRedirects = 0 });
        Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.BadRequest));
        Assert.That((await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.heartbeat", default))!.Schedule.Pause, Is.Null);
    }
}
