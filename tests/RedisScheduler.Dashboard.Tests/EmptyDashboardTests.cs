using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class EmptyDashboardTests : BrowserTests
{
    protected override bool Seeded => false;

    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Admin);

    [Test]
    public async Task A_new_user_is_told_how_to_save_a_first_workflow() =>
        await Expect(Page.Locator("pre")).ToContainTextAsync($"curl -X PUT {Host.Url}/api/v1/workflows/hello");

    [Test]
    public async Task Pages_without_rows_say_so()
    {
        await Page.GotoAsync("/runs");
        await Expect(Page.GetByText("No run matches.")).ToBeVisibleAsync();
        await Page.GotoAsync("/workers");
        await Expect(Page.GetByText("No worker is alive.")).ToBeVisibleAsync();
    }

    [TestCase("/schedules/nothing", "There is no schedule nothing."), TestCase("/runs/nothing@1", "There is no run nothing@1.")]
    public async Task What_is_not_there_is_not_found(string path, string said)
    {
        var answer = await Page.GotoAsync(path);
        Assert.That(answer!.Status, Is.EqualTo(404));
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(said);
        ForgetErrors("404");
    }
}
