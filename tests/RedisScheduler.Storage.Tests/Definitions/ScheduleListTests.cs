using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Tests.History;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

public sealed class ScheduleListTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly ScheduleQuery All = new(Scopes.Default) { Now = Now };

    private IDefinitionStore Store => Get<IDefinitionStore>();

    [Test]
    public async Task The_status_filter_agrees_with_the_status_of_each_schedule_at_any_moment()
    {
        foreach (var enabled in new[] { true, false })
        foreach (var runnable in new[] { true, false })
        foreach (var completed in new[] { true, false })
        foreach (var pause in new Pause?[] { null, new("x", null, Now, "ann"), new("x", Now, Now, "ann"), new("x", Now.AddMinutes(1), Now, "ann") })
        {
            await SaveAsync(
                $"s-{enabled}-{runnable}-{completed}-{pause?.Until?.Minute ?? -1}-{pause is null}",
                view => new ScheduleView(
                    view.Schedule with
                    {
                        Spec = Spec with { Enabled = enabled },
                        WorkflowRunnable = runnable,
                        Pause = pause,
                    },
                    view.State with
                    {
                        Completed = completed,
                    }
                )
            );
        }

        foreach (var now in new[] { Now.AddTicks(-1), Now, Now.AddTicks(1), Now.AddSeconds(30), Now.AddMinutes(1) })
        {
            var all = (await Store.ListSchedulesAsync(All with { Now = now, Limit = 500 }, None)).Items;
            Assert.That(all, Has.Count.EqualTo(32));
            foreach (var status in Enum.GetValues<ScheduleStatus>())
            {
                var expected = all.Where(view => view.StatusAt(now) == status).Select(view => view.Schedule.Id);
                var actual = await IdsAsync(All with { Now = now, Status = status, Limit = 500 });
                Assert.That(actual, Is.EqualTo(expected), $"{status} at {now:O}");
            }
        }
    }

    [TestCase(ScheduleSort.Name, "b,a,C")]
    [TestCase(ScheduleSort.NextRunAt, "C,a,b")]
    [TestCase(ScheduleSort.LastRunAt, "a,b,C")]
    public async Task Each_order_puts_rows_without_a_value_last_and_pages_through_all(ScheduleSort sort, string expected)
    {
        await SaveAsync("C", view => view with { Schedule = view.Schedule with { Name = "zulu" } });
        await SaveAsync("a", view => Due(view with { Schedule = view.Schedule with { Name = "Mike" } }, Now.AddHours(2)));
        await SaveAsync("b", view => Due(view with { Schedule = view.Schedule with { Name = "alpha" } }, null));
        await RunAsync("a", 20);
        await RunAsync("b", 10);

        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.ListSchedulesAsync(All with { Sort = sort, Limit = 1, Cursor = cursor }, None);
            ids.AddRange(page.Items.Select(view => view.Schedule.Id));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(string.Join(',', ids), Is.EqualTo(expected));
    }

    [TestCase(ScheduleSort.Name)]
    [TestCase(ScheduleSort.NextRunAt)]
    [TestCase(ScheduleSort.LastRunAt)]
    public async Task Rows_of_equal_value_are_each_shown_once(ScheduleSort sort)
    {
        for (var i = 0; i < 7; i++)
            await SaveAsync($"s{i}", view => Due(view with { Schedule = view.Schedule with { Name = "same" } }, i < 3 ? null : Now));
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.ListSchedulesAsync(All with { Sort = sort, Limit = 2, Cursor = cursor }, None);
            ids.AddRange(page.Items.Select(view => view.Schedule.Id));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(ids, Is.Unique.And.Count.EqualTo(7));
    }

    [Test]
    public async Task Text_is_searched_in_id_and_name_in_any_case_and_its_signs_mean_themselves()
    {
        await SaveAsync("one", view => view with { Schedule = view.Schedule with { Name = "100% ÄRGER_a" } });
        await SaveAsync("two", view => view with { Schedule = view.Schedule with { Name = @"back\slash 'quote'" } });

        Assert.That(await IdsAsync(All with { Text = "ärger" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Text = "0% Ä" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Text = "%" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Text = "r_a" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Text = "R_x" }), Is.Empty);
        Assert.That(await IdsAsync(All with { Text = @"k\s" }), Is.EqualTo(new[] { "two" }));
        Assert.That(await IdsAsync(All with { Text = "'QUOTE'" }), Is.EqualTo(new[] { "two" }));
        Assert.That(await IdsAsync(All with { Text = "TW" }), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task A_tag_is_found_whole_and_in_its_own_case()
    {
        await SaveAsync("one", view => view with { Schedule = view.Schedule with { Spec = Spec with { Tags = ["etl", "nightly %"] } } });
        await SaveAsync("two", view => view with { Schedule = view.Schedule with { Spec = Spec with { Tags = ["etl2"] } } });

        Assert.That(await IdsAsync(All with { Tag = "etl" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Tag = "nightly %" }), Is.EqualTo(new[] { "one" }));
        Assert.That(await IdsAsync(All with { Tag = "ETL" }), Is.Empty);
        Assert.That(await IdsAsync(All with { Tag = "," }), Is.Empty);
    }

    [Test]
    public async Task Schedules_of_a_workflow_are_listed_alone()
    {
        await Store.ChangeWorkflowAsync(Scopes.Default, "etl", _ => Bundle("etl", "x", "y"), None);
        await SaveAsync("alone", view => view);

        Assert.That(await IdsAsync(All with { WorkflowId = "etl" }), Is.EqualTo(new[] { "etl.x", "etl.y" }));
        Assert.That(await IdsAsync(new ScheduleQuery("acme") { Now = Now }), Is.Empty);
    }

    [Test]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await SaveAsync("a", view => view);
        await SaveAsync("b", view => view);
        var page = await Store.ListSchedulesAsync(All with { Limit = 1 }, None);

        Assert.That(
            () => Store.ListSchedulesAsync(All with { Sort = ScheduleSort.NextRunAt, Cursor = page.NextCursor }, None),
            Throws.TypeOf<InvalidInputException>()
        );
    }

    [Test]
    public async Task The_stream_gives_every_schedule_of_every_scope_once_in_the_order_of_keys()
    {
        foreach (var scope in new[] { "zeta", Scopes.Default, "acme" })
            await Store.ChangeWorkflowAsync(scope, "w", _ => Many(scope, 450), None);

        var keys = new List<string>();
        await foreach (var page in Store.StreamMarksAsync(None))
            keys.AddRange(page.Select(mark => mark.Key));

        Assert.That(keys, Has.Count.EqualTo(1_350));
        Assert.That(keys, Is.Ordered.Using<string>(string.CompareOrdinal).And.Unique);
    }

    [Test]
    public async Task A_mark_tells_whether_a_schedule_belongs_in_Redis_is_there_and_may_be_due_at_another_time()
    {
        var named = Spec with { Timing = Spec.Timing with { Exclusions = new Exclusions { Calendars = [new CalendarDates { Id = "c" }] } } };
        await SaveAsync("as usual", view => view);
        await SaveAsync("inactive", view => With(view, view.Schedule with { Spec = Spec with { Enabled = false } }));
        await SaveAsync("stopped", view => With(view, view.Schedule with { WorkflowRunnable = false }));
        await SaveAsync("by calendar", view => With(view, view.Schedule with { Spec = named }));
        await SaveAsync("by older zones", view => view with { State = view.State with { Tzdb = "2020a" } });
        await SaveAsync("by newer zones", view => view with { State = view.State with { Tzdb = "9999z" } });
        await SaveAsync("synced", view => view);
        await SaveAsync("by hand", view => view);
        var synced = (await Store.FindScheduleAsync(Scopes.Default, "synced", None))!.Schedule;
        await Store.MarkSyncedAsync([new ScheduleVersion(synced.Key, synced.Revision)], None);
        await Get<Database>().WriteAsync(session => session.ExecuteAsync("UPDATE schedules SET spec = spec WHERE id = 'by hand'"), None);

        var marks = (await Store.StreamMarksAsync(None).SingleAsync()).ToDictionary(mark => mark.Key, mark => (mark.IsActive, mark.IsSynced, mark.IsCurrent));

        Assert.That(
            marks,
            Is.EquivalentTo(
                new Dictionary<string, (bool, bool, bool)>
                {
                    ["as usual"] = (true, false, true),
                    ["inactive"] = (false, false, true),
                    ["stopped"] = (false, false, true),
                    ["by calendar"] = (true, false, false),
                    ["by older zones"] = (true, false, false),
                    ["by newer zones"] = (true, false, true),
                    ["synced"] = (true, true, true),
                    ["by hand"] = (true, false, false),
                }
            )
        );

        Task SaveAsync(string id, Func<ScheduleView, ScheduleView> change) =>
            Store.ChangeScheduleAsync(Scopes.Default, id, _ => change(Standalone(id) with { State = new ScheduleState { Tzdb = Zones.TzdbVersion } }), None);

        static ScheduleView With(ScheduleView view, Schedule schedule) => view with { Schedule = schedule };
    }

    [Test]
    public async Task Workflows_are_listed_by_id_filtered_and_paged()
    {
        foreach (var id in new[] { "c", "a", "b" })
            await Store.ChangeWorkflowAsync(
                Scopes.Default,
                id,
                _ => new WorkflowBundle(Workflow(id) with { Tags = [id, "all"], Status = id == "b" ? WorkflowStatus.Draft : WorkflowStatus.Active }, []),
                None
            );
        var query = new WorkflowQuery(Scopes.Default);

        var first = await Store.ListWorkflowsAsync(query with { Limit = 2 }, None);
        var second = await Store.ListWorkflowsAsync(query with { Limit = 2, Cursor = first.NextCursor }, None);
        Assert.That(first.Items.Concat(second.Items).Select(workflow => workflow.Id), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(second.NextCursor, Is.Null);
        Assert.That(first.Items[0].Tags, Is.EqualTo(new[] { "a", "all" }));
        Assert.That((await Store.ListWorkflowsAsync(query with { Tag = "c" }, None)).Items.Single().Id, Is.EqualTo("c"));
        Assert.That((await Store.ListWorkflowsAsync(query with { Status = WorkflowStatus.Draft }, None)).Items.Single().Id, Is.EqualTo("b"));
        Assert.That((await Store.ListWorkflowsAsync(query with { Text = "FLOW A" }, None)).Items.Single().Id, Is.EqualTo("a"));
    }

    private static WorkflowBundle Many(string scope, int count) =>
        new(Workflow("w", scope), [.. Enumerable.Range(0, count).Select(i => Producer("w", $"p{i}", scope))]);

    private static ScheduleView Due(ScheduleView view, DateTimeOffset? at) => view with { State = view.State with { NextRunAt = at } };

    private async Task SaveAsync(string id, Func<ScheduleView, ScheduleView> change) =>
        await Store.ChangeScheduleAsync(Scopes.Default, id, _ => change(Standalone(id)), None);

    private Task RunAsync(string id, long startedMs) =>
        Get<IHistory>().ApplyAsync([Facts.Ended() with { Id = $"{id}@{startedMs}", ScheduleId = id, StartedMs = startedMs }], None);

    private async Task<string[]> IdsAsync(ScheduleQuery query) =>
        [.. (await Store.ListSchedulesAsync(query, None)).Items.Select(view => view.Schedule.Id)];
}
