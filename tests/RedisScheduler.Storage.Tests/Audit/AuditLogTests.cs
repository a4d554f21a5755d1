using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Audit;

public sealed class AuditLogTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly Actor Ops = new("k1", "ops");

    private IAuditLog Audit => Get<IAuditLog>();

    private IDefinitionStore Definitions => Get<IDefinitionStore>();

    [Test]
    public async Task Rows_come_back_as_they_were_told_newest_first()
    {
        var told = Entry("a", "schedule/s", 1) with { Before = """{"cron":"ä\u0000"}""", After = "{}", Mark = "m" };
        await Audit.AppendAsync([told, Entry(null, "key/k", 2)], None);

        var rows = (await Audit.ListAsync(new AuditQuery(null), None)).Items;

        Assert.That(rows.Select(row => (row.Seq, row.Entry)), Is.EqualTo(new[] { (1L, Entry(null, "key/k", 2)), (1L, told) }));
        Assert.That((rows[1].PreviousHash, rows[1].Hash), Is.EqualTo(("", AuditHash.Of("", 1, told))));
    }

    [Test]
    public async Task Lists_are_filtered_and_paged()
    {
        await Audit.AppendAsync([.. Enumerable.Range(1, 7).Select(i => Entry("a", $"schedule/{i % 2}", i)), Entry("b", "schedule/1", 9), Entry(null, "key/1", 4)], None);
        await Audit.AppendAsync([Entry("a", "schedule/1", 20) with { Action = AuditAction.Delete }], None);

        Assert.That(await SubjectsAsync(new AuditQuery("a") { Subject = "schedule/1" }), Has.Count.EqualTo(5));
        Assert.That(await SubjectsAsync(new AuditQuery("a") { Action = AuditAction.Delete }), Is.EqualTo(new[] { "schedule/1" }));
        Assert.That(await SubjectsAsync(new AuditQuery("a") { From = Now.AddMinutes(3), To = Now.AddMinutes(5) }), Is.EqualTo(new[] { "schedule/0", "schedule/1" }));
        var all = new List<(string?, long)>();
        for (var query = new AuditQuery(null) { Limit = 3 }; ; )
        {
            var page = await Audit.ListAsync(query, None);
            all.AddRange(page.Items.Select(row => (row.Entry.Scope, row.Seq)));
            if (page.NextCursor is null)
                break;
            query = query with { Cursor = page.NextCursor };
        }

        Assert.That(all, Has.Count.EqualTo(10).And.Unique);
    }

    [Test]
    public async Task Many_writers_at_once_make_one_chain_without_gaps()
    {
        var writers = Enumerable.Range(0, 40).Select(i => Task.Run(() => Audit.AppendAsync([Entry(i % 2 == 0 ? "a" : null, $"s/{i}", i), Entry("a", $"t/{i}", i)], None)));
        await Task.WhenAll(writers);

        var verification = await Audit.VerifyAsync(null, None);
        Assert.That(verification.Faults, Is.Empty);
        Assert.That(verification.Chains.Select(chain => (chain.Scope, chain.Rows, chain.HeadSeq)), Is.EqualTo(new[] { ((string?)null, 20L, 20L), ("a", 60L, 60L) }));
    }

    [Test]
    public async Task What_is_told_twice_is_one_row()
    {
        AuditEntry[] told = [Entry("a", "s/1", 1) with { Mark = "run 9" }, Entry("a", "s/1", 1) with { Mark = "run 9" }, Entry("b", "s/1", 1) with { Mark = "run 9" }];
        await Audit.AppendAsync(told, None);
        await Audit.AppendAsync(told, None);
        Assert.That((await Audit.ListAsync(new AuditQuery(null), None)).Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_change_and_what_is_told_of_it_are_written_together_or_not_at_all()
    {
        await Definitions.ChangeScheduleAsync("default", "s", _ => Standalone("s"), (_, after) => Entry("default", $"schedule/{after!.Schedule.Id}", 1), None);
        await Definitions.ChangeScheduleAsync("default", "s", before => before, (_, _) => Entry("default", "nothing", 2), None);
        Assert.That(
            () => Definitions.ChangeScheduleAsync("default", "t", _ => Standalone("t"), (_, _) => throw new InvalidOperationException("no"), None),
            Throws.InvalidOperationException);
        Assert.That(
            () => Definitions.ChangeWorkflowAsync("default", "w", _ => Bundle("w", "p"), (_, _) => throw new InvalidOperationException("no"), None),
            Throws.InvalidOperationException);

        Assert.That(await SubjectsAsync(new AuditQuery(null)), Is.EqualTo(new[] { "schedule/s" }));
        Assert.That(await Definitions.FindScheduleAsync("default", "t", None), Is.Null);
        Assert.That(await Definitions.FindWorkflowAsync("default", "w", None), Is.Null);
    }

    [TestCase("UPDATE audit SET subject = 'x' WHERE scope = 'a' AND seq = 5", 5, "changed")]
    [TestCase("UPDATE audit SET at = at + 1 WHERE scope = 'a' AND seq = 5", 5, "changed")]
    [TestCase("UPDATE audit SET action = 'nonsense' WHERE scope = 'a' AND seq = 5", 5, "changed")]
    [TestCase("UPDATE audit SET actor_id = NULL WHERE scope = 'a' AND seq = 5", 5, "changed")]
    [TestCase("UPDATE audit SET after_json = '{}' WHERE scope = 'a' AND seq = 10", 10, "changed")]
    [TestCase("DELETE FROM audit WHERE scope = 'a' AND seq = 5", 5, "missing")]
    [TestCase("DELETE FROM audit WHERE scope = 'a' AND seq = 1", 1, "missing")]
    [TestCase("DELETE FROM audit WHERE scope = 'a' AND seq >= 9", 9, "missing")]
    [TestCase("DELETE FROM audit WHERE scope = 'a'", 1, "missing")]
    [TestCase("UPDATE audit SET seq = seq * -1 WHERE scope = 'a' AND seq IN (4, 5); UPDATE audit SET seq = CASE seq WHEN -4 THEN 5 ELSE 4 END WHERE scope = 'a' AND seq < 0", 4, "follows")]
    [TestCase("DELETE FROM audit_chains WHERE scope = 'a'", 10, "elsewhere")]
    [TestCase("UPDATE audit_chains SET anchor_seq = 3 WHERE scope = 'a'", 1, "older")]
    public async Task A_row_that_was_changed_removed_or_moved_is_found(string sql, long seq, string what)
    {
        await Audit.AppendAsync([.. Enumerable.Range(1, 10).Select(i => Entry("a", $"s/{i}", i))], None);
        await Audit.AppendAsync([Entry("b", "s/1", 1)], None);
        Assert.That((await Audit.VerifyAsync(null, None)).Ok, Is.True);

        await Get<Database>().WriteAsync(session => session.ExecuteAsync(sql), None);

        var verification = await Audit.VerifyAsync(null, None);
        Assert.That(verification.Faults[0], Has.Property("Scope").EqualTo("a").And.Property("Seq").EqualTo(seq).And.Property("What").Contains(what));
        Assert.That((await Audit.VerifyAsync("b", None)).Ok, Is.True, "another chain is none the worse");
        Assert.That(() => Audit.ListAsync(new AuditQuery(null), None), Throws.Nothing);
    }

    [Test]
    public async Task Retention_deletes_from_the_beginning_and_what_is_left_still_verifies()
    {
        await Audit.AppendAsync([.. Enumerable.Range(1, 10).Select(i => Entry("a", $"s/{i}", i))], None);
        await Audit.AppendAsync([Entry("b", "s/1", 100)], None);

        Assert.That(await Audit.DeleteBeforeAsync(Now.AddMinutes(7), 4, None), Is.EqualTo(4));
        Assert.That(await Audit.DeleteBeforeAsync(Now.AddMinutes(7), 4, None), Is.EqualTo(2));
        Assert.That(await Audit.DeleteBeforeAsync(Now.AddMinutes(7), 4, None), Is.Zero);

        var verification = await Audit.VerifyAsync("a", None);
        Assert.That(verification.Faults, Is.Empty);
        Assert.That(verification.Chains.Single(), Has.Property("Rows").EqualTo(4).And.Property("DeletedTo").EqualTo(6).And.Property("HeadSeq").EqualTo(10));
        await Audit.AppendAsync([Entry("a", "s/11", 11)], None);
        Assert.That((await Audit.VerifyAsync("a", None)).Ok, Is.True);
        await Get<Database>().WriteAsync(session => session.ExecuteAsync("DELETE FROM audit WHERE scope = 'a' AND seq = 7"), None);
        Assert.That((await Audit.VerifyAsync("a", None)).Faults[0].Seq, Is.EqualTo(7), "what retention did not delete is missed");
    }

    [Test]
    public async Task A_chain_that_retention_emptied_goes_on_where_it_was()
    {
        await Audit.AppendAsync([Entry("a", "s/1", 1), Entry("a", "s/2", 2)], None);
        await Audit.DeleteBeforeAsync(Now.AddYears(1), 100, None);
        Assert.That((await Audit.VerifyAsync("a", None)).Ok, Is.True);
        await Audit.AppendAsync([Entry("a", "s/3", 3)], None);
        Assert.That((await Audit.ListAsync(new AuditQuery("a"), None)).Items.Single().Seq, Is.EqualTo(3));
        Assert.That((await Audit.VerifyAsync("a", None)).Ok, Is.True);
    }

    [Test]
    public async Task A_long_chain_is_verified_page_by_page()
    {
        await Audit.AppendAsync([.. Enumerable.Range(1, 2_500).Select(i => Entry("a", $"s/{i}", i))], None);
        var verification = await Audit.VerifyAsync(null, None);
        Assert.That((verification.Ok, verification.Chains.Single().Rows), Is.EqualTo((true, 2_500L)));
    }

    private async Task<List<string>> SubjectsAsync(AuditQuery query) => [.. (await Audit.ListAsync(query, None)).Items.Select(row => row.Entry.Subject)];

    private static AuditEntry Entry(string? scope, string subject, int minute) =>
        new()
        {
            Scope = scope,
            At = Now.AddMinutes(minute),
            Action = AuditAction.Update,
            Subject = subject,
            By = Ops,
        };
}
