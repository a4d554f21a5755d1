using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

public sealed class ScheduleChangeTests(string databaseName) : StoreFixture(databaseName)
{
    private const string Scope = Scopes.Default;

    private IDefinitionStore Store => Get<IDefinitionStore>();

    [Test]
    public async Task Saves_of_one_new_schedule_at_the_same_moment_make_one()
    {
        var changes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.ChangeScheduleAsync(Scope, "alone", before => Next(before), None)))
        );

        var found = await Store.FindScheduleAsync(Scope, "alone", None);
        Assert.That(changes.Count(change => change.Before is null), Is.EqualTo(1));
        Assert.That(found!.Schedule.AnchorMs, Is.EqualTo(20), "each saw the one before it");
    }

    [Test]
    public async Task A_change_by_hand_is_noted_until_the_schedule_is_saved_again()
    {
        await Store.ChangeScheduleAsync(Scope, "alone", before => Next(before), None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.ChangedByHand, Is.False);

        await Get<Database>().WriteAsync(session => session.ExecuteAsync("UPDATE schedules SET enabled = 0 WHERE id = 'alone'"), None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.ChangedByHand, Is.True);

        await Store.ChangeScheduleAsync(Scope, "alone", before => Next(before), None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.ChangedByHand, Is.False);
    }

    [Test]
    public async Task A_schedule_that_names_a_workflow_is_seen_by_the_workflows_next_change()
    {
        await Store.ChangeWorkflowAsync(Scope, "etl", _ => Bundle("etl", "fetch"), None);
        await Store.ChangeScheduleAsync(Scope, "trigger", _ => Of("trigger", "etl"), None);

        var seen = (await Store.ChangeWorkflowAsync(Scope, "etl", before => before, None)).Before!;

        Assert.That(seen.Schedules.Select(view => (view.Schedule.Id, view.Schedule.OwnedByWorkflow)), Is.EqualTo(new[] { ("etl.fetch", true), ("trigger", false) }));
    }

    [Test]
    public async Task A_schedule_can_move_from_one_workflow_to_another_while_both_are_saved()
    {
        await Store.ChangeWorkflowAsync(Scope, "a", _ => Bundle("a", "x"), None);
        await Store.ChangeWorkflowAsync(Scope, "b", _ => Bundle("b", "x"), None);
        await Store.ChangeScheduleAsync(Scope, "moving", _ => Of("moving", "a"), None);

        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(i =>
                    Task.Run<object>(async () =>
                        (i % 3) switch
                        {
                            0 => await Store.ChangeScheduleAsync(Scope, "moving", before => Moved(before!, i % 2 == 0 ? "b" : "a"), None),
                            1 => await Store.ChangeWorkflowAsync(Scope, "a", Touched, None),
                            _ => await Store.ChangeWorkflowAsync(Scope, "b", Touched, None),
                        }
                    )
                )
        );

        var found = await Store.FindScheduleAsync(Scope, "moving", None);
        Assert.That(found!.Schedule.AnchorMs - Now.ToUnixTimeMilliseconds(), Is.EqualTo(10), "no move was lost");
    }

    [Test]
    public async Task A_deleted_schedule_is_gone_and_deleting_it_again_changes_nothing()
    {
        await Store.ChangeScheduleAsync(Scope, "alone", _ => Standalone("alone"), None);

        var first = await Store.ChangeScheduleAsync(Scope, "alone", _ => null, None);
        var second = await Store.ChangeScheduleAsync(Scope, "alone", _ => null, None);

        Assert.That(first.Before, Is.Not.Null);
        Assert.That((second.Before, second.After, second.Revision), Is.EqualTo(((ScheduleView?)null, (ScheduleView?)null, 0L)));
        Assert.That(await Store.FindScheduleAsync(Scope, "alone", None), Is.Null);
    }

    [Test]
    public async Task An_exception_of_the_decision_changes_nothing()
    {
        Assert.That(
            () => Store.ChangeScheduleAsync(Scope, "alone", _ => throw new InvalidOperationException("no"), None),
            Throws.InvalidOperationException.With.Message.EqualTo("no")
        );
        await Store.ChangeScheduleAsync(Scope, "alone", _ => Standalone("alone"), None);
    }

    [Test]
    public async Task Only_the_current_revision_is_noted_as_synced()
    {
        var first = await Store.ChangeScheduleAsync(Scope, "alone", _ => Standalone("alone"), None);
        var second = await Store.ChangeScheduleAsync(Scope, "alone", before => Next(before), None);
        var other = await Store.ChangeScheduleAsync("acme", "alone", _ => Standalone("alone", "acme"), None);

        await Store.MarkSyncedAsync([new("alone", first.Revision), new("acme~alone", other.Revision), new("gone", 1)], None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.SyncedRevision, Is.Zero);
        Assert.That((await Store.FindScheduleAsync("acme", "alone", None))!.Schedule.SyncedRevision, Is.EqualTo(other.Revision));

        await Store.MarkSyncedAsync([new("alone", second.Revision)], None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.SyncedRevision, Is.EqualTo(second.Revision));

        await Store.ChangeScheduleAsync(Scope, "alone", before => Next(before), None);
        Assert.That((await Store.FindScheduleAsync(Scope, "alone", None))!.Schedule.SyncedRevision, Is.EqualTo(second.Revision), "until it is synced again");
    }

    private static ScheduleView Next(ScheduleView? before)
    {
        var view = before ?? Standalone("alone");
        return view with { Schedule = view.Schedule with { AnchorMs = before is null ? 1 : view.Schedule.AnchorMs + 1, Revision = 0 } };
    }

    private static ScheduleView Of(string id, string workflowId)
    {
        var view = Standalone(id);
        return view with { Schedule = view.Schedule with { WorkflowId = workflowId } };
    }

    private static ScheduleView Moved(ScheduleView view, string workflowId) =>
        view with
        {
            Schedule = view.Schedule with { WorkflowId = workflowId, AnchorMs = view.Schedule.AnchorMs + 1, Revision = 0 },
        };

    private static WorkflowBundle Touched(WorkflowBundle? before) =>
        before! with
        {
            Workflow = before.Workflow with { Revision = 0 },
            Schedules = [.. before.Schedules.Select(view => view with { Schedule = view.Schedule with { Revision = 0 } })],
        };
}
