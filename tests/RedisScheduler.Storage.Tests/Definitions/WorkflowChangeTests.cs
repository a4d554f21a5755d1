using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

public sealed class WorkflowChangeTests(string databaseName) : StoreFixture(databaseName)
{
    private const string Scope = Scopes.Default;

    private IDefinitionStore Store => Get<IDefinitionStore>();

    [Test]
    public async Task A_saved_workflow_is_read_back_with_its_schedules()
    {
        var change = await SaveAsync("etl", Bundle("etl", "fetch", "clean"));

        var found = await Store.FindWorkflowAsync(Scope, "etl", None);
        Assert.That(change.Before, Is.Null);
        Assert.That(change.Revision, Is.Positive);
        Assert.That(found!.Workflow, Is.EqualTo(Workflow() with { Revision = change.Revision, Tags = found.Workflow.Tags }));
        Assert.That(found.Schedules.Select(view => view.Schedule.Id), Is.EqualTo(new[] { "etl.clean", "etl.fetch" }));
        Assert.That(found.Schedules[0].State.NextRunAt, Is.EqualTo(Now.AddHours(1)));
        Assert.That(found.Schedules[0].State.Tzdb, Is.EqualTo("2026a"));
        Assert.That(found.Schedules.Select(view => view.Schedule.Revision), Is.All.EqualTo(change.Revision));
        Assert.That(change.After!.Schedules, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_save_adds_changes_and_removes_schedules_and_leaves_others_alone()
    {
        await SaveAsync("etl", Bundle("etl", "kept", "changed", "removed"));

        var change = await Store.ChangeWorkflowAsync(
            Scope,
            "etl",
            before =>
                before! with
                {
                    Schedules =
                    [
                        before.Schedules.Single(view => view.Schedule.Producer == "kept"),
                        Renamed(before.Schedules.Single(view => view.Schedule.Producer == "changed")),
                        Producer("etl", "added"),
                    ],
                },
            None
        );

        var after = change.After!.Schedules.ToDictionary(view => view.Schedule.Producer!);
        var before = change.Before!.Schedules.ToDictionary(view => view.Schedule.Producer!);
        Assert.That(after.Keys, Is.EquivalentTo(new[] { "kept", "changed", "added" }));
        Assert.That(after["kept"].Schedule.Revision, Is.EqualTo(before["kept"].Schedule.Revision));
        Assert.That(after["changed"].Schedule.Revision, Is.EqualTo(change.Revision).And.GreaterThan(before["changed"].Schedule.Revision));
        Assert.That(after["changed"].Schedule.Name, Is.EqualTo("new name"));
        Assert.That(change.After.Workflow.Revision, Is.EqualTo(change.Before.Workflow.Revision));
    }

    [Test]
    public async Task A_second_save_of_the_same_changes_nothing()
    {
        var first = await SaveAsync("etl", Bundle("etl", "fetch"));

        var second = await Store.ChangeWorkflowAsync(Scope, "etl", before => before, None);

        Assert.That(second.Revision, Is.EqualTo(first.Revision));
        Assert.That(second.After!.Schedules.Single().Schedule.Revision, Is.EqualTo(first.Revision));
    }

    [Test]
    public async Task Two_saves_at_the_same_moment_make_neither_an_error_nor_a_duplicate()
    {
        var saves = Enumerable
            .Range(0, 20)
            .Select(i =>
                Task.Run(() =>
                    Store.ChangeWorkflowAsync(
                        Scope,
                        "etl",
                        before => new WorkflowBundle(Workflow() with { Description = $"{i} after {before?.Workflow.Revision ?? 0}" }, [Producer("etl", "fetch")]),
                        None
                    )
                )
            );

        var changes = await Task.WhenAll(saves);

        Assert.That(changes.Select(change => change.Revision), Is.Unique);
        Assert.That(changes.Count(change => change.Before is null), Is.EqualTo(1), "each but the first saw the one before it");
        Assert.That(changes.Select(change => change.Before?.Workflow.Revision), Is.Unique);
        var schedules = await Store.ListSchedulesAsync(new ScheduleQuery(Scope) { Now = Now }, None);
        Assert.That(schedules.Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_save_excludes_a_change_of_one_of_its_schedules()
    {
        await SaveAsync("etl", Bundle("etl", "fetch"));
        var changes = Enumerable
            .Range(0, 20)
            .Select(i =>
                Task.Run(async () =>
                {
                    if (i % 2 == 0)
                        await Store.ChangeWorkflowAsync(Scope, "etl", before => before! with { Schedules = [Counted(before.Schedules.Single())] }, None);
                    else
                        await Store.ChangeScheduleAsync(Scope, "etl.fetch", before => Counted(before!), None);
                })
            );

        await Task.WhenAll(changes);

        var found = await Store.FindScheduleAsync(Scope, "etl.fetch", None);
        Assert.That(found!.Schedule.AnchorMs, Is.EqualTo(Now.ToUnixTimeMilliseconds() + 20), "no change was lost");
    }

    [Test]
    public async Task Revisions_grow_for_ever_also_over_a_delete()
    {
        var first = await SaveAsync("etl", Bundle("etl", "fetch"));
        var deleted = await SaveAsync("etl", null);
        var second = await SaveAsync("etl", Bundle("etl", "fetch"));

        Assert.That(deleted.After, Is.Null);
        Assert.That(deleted.Revision, Is.GreaterThan(first.Revision));
        Assert.That(second.Revision, Is.GreaterThan(deleted.Revision));
    }

    [Test]
    public async Task Deleting_a_workflow_deletes_its_schedules_and_its_triggers_and_nothing_else()
    {
        await SaveAsync("etl", Bundle("etl", "fetch"));
        await Store.ChangeScheduleAsync(Scope, "trigger", _ => Trigger("trigger", "etl"), None);
        await Store.ChangeScheduleAsync(Scope, "alone", _ => Standalone("alone"), None);

        var change = await SaveAsync("etl", null);

        Assert.That(change.Before!.Schedules.Select(view => view.Schedule.Id), Is.EqualTo(new[] { "etl.fetch", "trigger" }));
        Assert.That(await Store.FindWorkflowAsync(Scope, "etl", None), Is.Null);
        Assert.That(await Store.FindScheduleAsync(Scope, "trigger", None), Is.Null);
        Assert.That(await Store.FindScheduleAsync(Scope, "alone", None), Is.Not.Null);
    }

    [Test]
    public async Task A_schedule_id_that_is_taken_is_a_conflict_and_nothing_is_saved()
    {
        await Store.ChangeScheduleAsync(Scope, "etl.fetch", _ => Standalone("etl.fetch"), None);

        Assert.That(() => SaveAsync("etl", Bundle("etl", "fetch")), Throws.TypeOf<ConflictException>().With.Message.Contains("etl.fetch"));
        Assert.That(await Store.FindWorkflowAsync(Scope, "etl", None), Is.Null);
    }

    [Test]
    public async Task The_same_ids_in_another_scope_are_other_things()
    {
        await SaveAsync("etl", Bundle("etl", "fetch"));
        var theirs = new WorkflowBundle(Workflow("etl", "acme"), [Producer("etl", "fetch", "acme")]);
        await Store.ChangeWorkflowAsync("acme", "etl", _ => theirs, None);

        await SaveAsync("etl", null);

        var found = await Store.FindWorkflowAsync("acme", "etl", None);
        Assert.That(found!.Schedules.Single().Schedule.Key, Is.EqualTo("acme~etl.fetch"));
    }

    private Task<Change<WorkflowBundle>> SaveAsync(string id, WorkflowBundle? bundle) => Store.ChangeWorkflowAsync(Scope, id, _ => bundle, None);

    private static ScheduleView Trigger(string id, string workflowId)
    {
        var view = Standalone(id);
        return view with { Schedule = view.Schedule with { WorkflowId = workflowId } };
    }

    private static ScheduleView Renamed(ScheduleView view) => view with { Schedule = view.Schedule with { Name = "new name", Revision = 0 } };

    private static ScheduleView Counted(ScheduleView view) =>
        view with
        {
            Schedule = view.Schedule with { AnchorMs = view.Schedule.AnchorMs + 1, Revision = 0 },
        };
}
