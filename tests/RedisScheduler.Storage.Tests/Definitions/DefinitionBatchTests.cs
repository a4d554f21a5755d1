using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>Changes that come while another one is under way, and so share the next transaction.</summary>
public sealed class DefinitionBatchTests(string databaseName) : StoreFixture(databaseName)
{
    private const string Scope = Scopes.Default;

    private IDefinitionStore Store => Get<IDefinitionStore>();

    [Test]
    public async Task Changes_that_come_at_once_share_one_transaction()
    {
        var answered = 0;
        var answeredWhenDecided = new List<int>();
        await TogetherAsync(Enumerable.Range(0, 30).Select(i => CountAsync($"s{i}")));

        Assert.That(answeredWhenDecided, Has.Count.EqualTo(30).And.All.Zero, "all have decided before the first is answered");
        Assert.That((await SchedulesAsync()).Select(view => view.Schedule.Revision).Distinct().Count(), Is.EqualTo(30), "each has a revision of its own");

        async Task CountAsync(string id)
        {
            await Store.ChangeScheduleAsync(Scope, id, _ => Decide(id), None);
            Interlocked.Increment(ref answered);
        }

        ScheduleView Decide(string id)
        {
            answeredWhenDecided.Add(Volatile.Read(ref answered));
            return Standalone(id);
        }
    }

    [Test]
    public async Task One_that_refuses_or_fails_leaves_the_others_alone()
    {
        await Store.ChangeScheduleAsync(Scope, "etl.fetch", _ => Standalone("etl.fetch"), None);
        var refused = new List<Exception>();

        await TogetherAsync([
            Store.ChangeScheduleAsync(Scope, "one", _ => Standalone("one"), Told("one"), None),
            RefusedAsync(Store.ChangeScheduleAsync(Scope, "stale", _ => throw new StaleException("schedule", "stale"), Told("stale"), None)),
            RefusedAsync(Store.ChangeWorkflowAsync(Scope, "etl", _ => Bundle("etl", "fetch"), null, None)),
            RefusedAsync(Store.ChangeScheduleAsync(Scope, "untold", _ => Standalone("untold"), (_, _) => throw new InvalidOperationException("untold"), None)),
            Store.ChangeWorkflowAsync(Scope, "other", _ => Bundle("other", "a", "b"), null, None),
            Store.ChangeScheduleAsync(Scope, "two", _ => Standalone("two"), Told("two"), None),
        ]);

        Assert.That(refused.ConvertAll(error => error.GetType()), Is.EquivalentTo(new[] { typeof(StaleException), typeof(ConflictException), typeof(InvalidOperationException) }));
        Assert.That((await SchedulesAsync()).Select(view => view.Schedule.Id), Is.EquivalentTo(new[] { "etl.fetch", "one", "two", "other.a", "other.b" }));
        Assert.That(await Store.FindWorkflowAsync(Scope, "etl", None), Is.Null);
        var told = await Get<IAuditLog>().ListAsync(new AuditQuery(Scope), None);
        Assert.That(told.Items.Select(row => row.Entry.Subject), Is.EquivalentTo(new[] { "one", "two" }));

        async Task RefusedAsync(Task change)
        {
            try
            {
                await change;
            }
            catch (Exception error) when (error is StaleException or ConflictException or InvalidOperationException)
            {
                refused.Add(error);
            }
        }
    }

    [Test]
    public async Task Changes_of_one_thing_come_after_each_other_and_each_sees_the_one_before_it()
    {
        await TogetherAsync(
            Enumerable.Range(0, 20).Select(i => Store.ChangeScheduleAsync(Scope, i % 2 == 0 ? "a" : "b", before => Next(before, i % 2 == 0 ? "a" : "b"), Told("s"), None))
        );

        Assert.That((await SchedulesAsync()).Select(view => view.Schedule.AnchorMs), Is.All.EqualTo(10));
        var verified = await Get<IAuditLog>().VerifyAsync(null, None);
        Assert.That((verified.Faults.Count, verified.Chains.Single().Rows), Is.EqualTo((0, 20L)), "the chain of hashes holds");

        static ScheduleView Next(ScheduleView? before, string id)
        {
            var view = before ?? Standalone(id) with { Schedule = Standalone(id).Schedule with { AnchorMs = 0 } };
            return view with { Schedule = view.Schedule with { AnchorMs = view.Schedule.AnchorMs + 1, Revision = 0 } };
        }
    }

    [Test]
    public async Task A_schedule_and_a_workflow_that_want_the_same_new_id_at_once_get_one_answer_each_and_one_schedule()
    {
        var conflicts = 0;
        await TogetherAsync([
            Store.ChangeScheduleAsync(Scope, "etl.fetch", before => before ?? Standalone("etl.fetch"), None),
            ConflictAsync(Store.ChangeWorkflowAsync(Scope, "etl", _ => Bundle("etl", "fetch"), null, None)),
        ]);

        Assert.That(conflicts, Is.EqualTo(1));
        Assert.That((await Store.FindScheduleAsync(Scope, "etl.fetch", None))!.Schedule.WorkflowId, Is.Null);

        async Task ConflictAsync(Task change)
        {
            try
            {
                await change;
            }
            catch (ConflictException)
            {
                conflicts++;
            }
        }
    }

    [Test]
    public async Task One_that_nobody_waits_for_any_more_is_not_made()
    {
        using var gaveUp = new CancellationTokenSource();
        var given = Task.CompletedTask;
        await TogetherAsync(Later());

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await SchedulesAsync()).Select(view => view.Schedule.Id), Is.EqualTo(new[] { "kept" }));

        IEnumerable<Task> Later()
        {
            given = Store.ChangeScheduleAsync(Scope, "given-up", _ => Standalone("given-up"), gaveUp.Token);
            gaveUp.Cancel();
            yield return Store.ChangeScheduleAsync(Scope, "kept", _ => Standalone("kept"), None);
        }
    }

    [Test]
    public async Task What_is_in_Redis_is_noted_beside_changes_and_only_for_the_newest_revision()
    {
        var first = await Store.ChangeScheduleAsync(Scope, "a", _ => Standalone("a"), None);
        await TogetherAsync([
            Store.MarkSyncedAsync([new ScheduleVersion("a", first.Revision - 1)], None),
            Store.MarkSyncedAsync([new ScheduleVersion("a", first.Revision)], None),
            Store.ChangeScheduleAsync(Scope, "b", _ => Standalone("b"), None),
        ]);

        Assert.That((await SchedulesAsync()).Select(view => (view.Schedule.Id, view.Schedule.SyncedRevision)), Is.EquivalentTo(new[] { ("a", first.Revision), ("b", 0L) }));
    }

    [Test]
    public async Task Whoever_reads_after_a_note_knows_it_though_it_is_not_written_yet()
    {
        var first = await Store.ChangeScheduleAsync(Scope, "a", _ => Standalone("a"), None);
        List<Task<long>> known = [];
        await TogetherAsync(NoteAndRead());

        Assert.That(await Task.WhenAll(known), Is.All.EqualTo(first.Revision));

        IEnumerable<Task> NoteAndRead()
        {
            yield return Store.MarkSyncedAsync([new ScheduleVersion("a", first.Revision)], None);
            known = [FoundAsync(), ListedAsync(), MarkedAsync()];
            foreach (var read in known)
                yield return read;
        }

        async Task<long> FoundAsync() => (await Store.FindScheduleAsync(Scope, "a", None))!.Schedule.SyncedRevision;

        async Task<long> ListedAsync() => (await SchedulesAsync()).Single().Schedule.SyncedRevision;

        async Task<long> MarkedAsync() => (await Store.StreamMarksAsync(None).FirstAsync()).Single() is { IsSynced: true, Revision: var revision } ? revision : 0;
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task A_note_that_nobody_waits_for_any_more_holds_up_no_reader(CancellationToken tooLong)
    {
        var first = await Store.ChangeScheduleAsync(Scope, "a", _ => Standalone("a"), None);
        using var gaveUp = new CancellationTokenSource();
        Task<ScheduleView?> read = null!;
        await TogetherAsync(Later());
        Assert.That((await read)!.Schedule.SyncedRevision, Is.Zero);

        IEnumerable<Task> Later()
        {
            _ = Store.MarkSyncedAsync([new ScheduleVersion("a", first.Revision)], gaveUp.Token);
            gaveUp.Cancel();
            yield return read = Store.FindScheduleAsync(Scope, "a", tooLong);
        }
    }

    [Test]
    public async Task More_than_one_transaction_takes_are_all_made()
    {
        await TogetherAsync(Enumerable.Range(0, (2 * DefinitionBatches.Most) + 7).Select(i => Store.ChangeScheduleAsync(Scope, $"s{i}", _ => Standalone($"s{i}"), None)));

        Assert.That(await Get<Database>().ReadAsync(session => session.FirstAsync<long>("SELECT count(*) FROM schedules"), None), Is.EqualTo((2 * DefinitionBatches.Most) + 7));
    }

    /// <summary>Begins changes while another one, which changes nothing, is held up.</summary>
    private async Task TogetherAsync(IEnumerable<Task> changes)
    {
        using var heldUp = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = Store.ChangeScheduleAsync(
            Scope,
            "first",
            before =>
            {
                heldUp.Set();
                goOn.Wait();
                return before;
            },
            None
        );
        heldUp.Wait();
        Task[] begun = [.. changes];
        goOn.Set();
        await Task.WhenAll([first, .. begun]);
    }

    private async Task<IReadOnlyList<ScheduleView>> SchedulesAsync() => (await Store.ListSchedulesAsync(new ScheduleQuery(Scope) { Now = Now, Limit = 100 }, None)).Items;

    private static AuditOf<ScheduleView> Told(string subject) =>
        (_, _) => new AuditEntry { Scope = Scope, At = Now, Action = AuditAction.Update, Subject = subject, By = Actor.Settings };
}
