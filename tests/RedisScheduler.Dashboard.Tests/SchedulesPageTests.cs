using Microsoft.Playwright;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class SchedulesPageTests : BrowserTests
{
    [SetUp]
    public Task SignInAsync() => Page.SignInAsync(DashboardHost.Operator);

    [Test]
    public async Task The_list_shows_each_schedule_with_its_timing_next_run_and_badge()
    {
        var row = Row("ops.heartbeat");
        await Expect(row).ToContainTextAsync("Heartbeat");
        await Expect(row).ToContainTextAsync("every 30s");
        await Expect(row.Locator("td[data-label='Next run'] time")).ToContainTextAsync("in ");
        await Expect(row.Locator("td[data-label='Last run'] time")).ToContainTextAsync("ago");
        await Expect(row.Locator("td[data-label='Success']")).ToContainTextAsync("%");
        await Expect(row.Locator("td[data-label='Status']")).ToHaveTextAsync("active");
        await Expect(Row("cache.warm").Locator("td[data-label='Status']")).ToContainTextAsync("sync pending");
        await Expect(Row("legacy.import").Locator("td[data-label='Status']")).ToHaveTextAsync("inactive");
        await Expect(Row("promo.summer").Locator("td[data-label='Status']")).ToHaveTextAsync("completed");
    }

    [Test]
    public async Task A_pause_shows_with_its_reason_and_resume_ends_it()
    {
        await Button("Pause Heartbeat").ClickAsync();
        await Page.GetByLabel("Reason").FillAsync("deploying the status page");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        var badge = Row("ops.heartbeat").Locator("td[data-label='Status'] .badge");
        await Expect(badge).ToHaveTextAsync("paused");
        await Expect(badge).ToHaveAttributeAsync("title", "Paused by ops: deploying the status page");
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Heartbeat is paused.");
        var pause = (await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.heartbeat", default))!.Schedule.Pause!;
        Assert.That((pause.Reason, pause.By), Is.EqualTo(("deploying the status page", "ops")));

        await Button("Resume Heartbeat").ClickAsync();
        await Expect(badge).ToHaveTextAsync("active");
        await Expect(Row("ops.heartbeat").Locator("td[data-label='Next run'] time")).ToContainTextAsync("in ");
    }

    [Test]
    public async Task A_dialog_that_is_cancelled_pauses_nothing()
    {
        await Button("Pause Heartbeat").ClickAsync();
        await Button("Cancel").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.That((await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.heartbeat", default))!.Schedule.Pause, Is.Null);
    }

    [Test]
    public async Task Run_now_makes_a_run_appear()
    {
        await Button("Run Back up the database now").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("queued");
        await Page.GotoAsync("/runs?schedule=ops.backup&trigger=Manual");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(Page.Locator("tbody tr")).ToContainTextAsync("queued");
    }

    [Test]
    public async Task A_refusal_is_told_and_the_page_stays()
    {
        Host.Redis.Redis.Away = true;
        await Button("Run Back up the database now").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("redis does not answer.");
        await Expect(Row("ops.backup")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_name_that_looks_like_a_script_is_shown_as_text()
    {
        await Expect(Row("<script>document.title='pwned'</script>")).ToBeVisibleAsync();
        await Expect(Page).ToHaveTitleAsync("Schedules · RedisScheduler");
    }

    [Test]
    public async Task What_changes_elsewhere_shows_without_a_reload_and_leaves_the_focus_alone()
    {
        var button = Button("Pause Heartbeat");
        await button.FocusAsync();
        var view = (await Host.Definitions.FindScheduleAsync(Scopes.Default, "etl.orders", default))!;
        Host.Definitions.Put(view with { State = view.State with { LastStatus = ExecutionStatus.TimedOut } });
        await Expect(Row("etl.orders")).ToContainTextAsync("timed out");
        await Expect(button).ToBeFocusedAsync();
    }

    [Test]
    public async Task Search_and_status_narrow_the_list_and_stay_in_the_address()
    {
        await Page.GetByLabel("Search").FillAsync("report");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(3);
        await Page.GetByLabel("Status").SelectOptionAsync("paused");
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Page.ReloadAsync();
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(Row("report.weekly")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Columns_sort_on_the_server()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await Expect(Page.Locator("tbody tr").Nth(1)).ToContainTextAsync("Back up the database");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Next run", Exact = true }).ClickAsync();
        await Expect(Page.Locator("tbody tr").First.Locator("td[data-label='Next run']")).ToContainTextAsync(" s");
        await Expect(Page.Locator("tbody tr").Last.Locator("td[data-label='Next run']")).ToHaveTextAsync("–");
    }

    [Test]
    public async Task More_than_a_page_of_schedules_is_turned_over()
    {
        var view = (await Host.Definitions.FindScheduleAsync(Scopes.Default, "ops.backup", default))!;
        for (var i = 0; i < 40; i++)
            Host.Definitions.Put(view with { Schedule = view.Schedule with { Id = $"copy-{i}", Name = $"Copy {i}" } });
        await Page.ReloadAsync();
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(50);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(15);
        await Page.GetByRole(AriaRole.Link, new() { Name = "First page" }).ClickAsync();
        await Expect(Page.Locator("tbody tr")).ToHaveCountAsync(50);
    }
}
