using Microsoft.Playwright;
using RedisScheduler.Access;
using RedisScheduler.Audit;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>Who did what.</summary>
internal sealed class AuditPageTests : BrowserTests
{
    protected override bool Seeded => false;

    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Admin);

    [Test]
    public async Task What_somebody_does_here_is_shown_with_what_changed()
    {
        await Host.Audit.AppendAsync([Entry("default", "schedule/ops.backup", AuditAction.Update, """{"cron":"0 3 * * *"}""", """{"cron":"0 4 * * *"}""")], default);
        await Page.GotoAsync("/audit");
        var row = Row("schedule/ops.backup");
        await Expect(row).ToContainTextAsync("update");
        await Expect(row).ToContainTextAsync("root");
        await row.Locator("summary").ClickAsync();
        await Expect(row).ToContainTextAsync("0 3 * * *");
    }

    [Test]
    public async Task A_key_of_all_scopes_sees_one_scope_or_all_and_filters()
    {
        await Host.Audit.AppendAsync([Entry("default", "schedule/a", AuditAction.Create), Entry("acme", "schedule/b", AuditAction.Pause), Entry(null, "key/x", AuditAction.SignInRefused)], default);
        await Page.GotoAsync("/audit");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Page.GetByLabel("Range").SelectOptionAsync("all");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(3);
        await Page.GetByLabel("Action", new() { Exact = true }).SelectOptionAsync("Pause");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(Row("schedule/b")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Verifying_says_whether_a_row_was_changed()
    {
        await Host.Audit.AppendAsync([Entry("default", "schedule/a", AuditAction.Create)], default);
        await Page.GotoAsync("/audit");
        await Page.GetByLabel("Verify").CheckAsync();
        await Expect(Page.GetByText("none is missing")).ToBeVisibleAsync();
        Host.Audit.Faults.Add(new AuditFault("default", 1, "The row was changed."));
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Row 1 of default: The row was changed.");
    }

    [Test]
    public async Task An_operator_does_not_see_it()
    {
        await Page.Context.ClearCookiesAsync();
        await Page.SignInAsync(DashboardHost.Operator);
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Audit" })).ToHaveCountAsync(0);
        Assert.That((await Page.GotoAsync("/audit"))!.Status, Is.EqualTo(404));
        ForgetErrors("404");
    }

    [Test]
    public async Task A_wrong_key_at_the_sign_in_is_remembered()
    {
        await Page.Context.ClearCookiesAsync();
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("API key").FillAsync("rs_abc_wrong");
        await Button("Sign in").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        var entry = (await Host.Audit.ListAsync(new AuditQuery(null) { Action = AuditAction.SignInRefused }, default)).Items.Single().Entry;
        Assert.That((entry.Subject, entry.After), Is.EqualTo(("key/abc", """{"at":"dashboard","from":"127.0.0.1"}""")));
        ForgetErrors("401");
    }

    private static AuditEntry Entry(string? scope, string subject, AuditAction action, string? before = null, string? after = null) =>
        new()
        {
            Scope = scope,
            At = TimeProvider.System.GetUtcNow(),
            Action = action,
            Subject = subject,
            By = new Actor("k1", "root"),
            Before = before,
            After = after,
        };
}
