using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Access;
using RedisScheduler.Errors;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Access;

public sealed class RefusedSignInsTests
{
    private readonly ManualTime time = new();
    private readonly List<AuditEntry> entries = [];
    private readonly Mock<IAuditLog> audit = new();
    private RefusedSignIns refused = null!;

    [SetUp]
    public void Begin()
    {
        entries.Clear();
        audit.Reset();
        audit.Setup(log => log.AppendAsync(It.IsAny<IReadOnlyList<AuditEntry>>(), default)).Callback((IReadOnlyList<AuditEntry> added, CancellationToken _) => entries.AddRange(added)).Returns(Task.CompletedTask);
        refused = new RefusedSignIns(audit.Object, time, NullLogger<RefusedSignIns>.Instance);
    }

    [TestCase("rs_abc_secret", "key/abc"), TestCase("hunter2-of-my-bank", "key/unknown")]
    public async Task It_says_which_key_and_from_where_and_never_the_key_itself(string presented, string subject)
    {
        await refused.AddAsync(presented, "10.0.0.9", "api", default);
        var entry = entries.Single();
        Assert.That((entry.Action, entry.Scope, entry.Subject, entry.After), Is.EqualTo((AuditAction.SignInRefused, (string?)null, subject, """{"at":"api","from":"10.0.0.9"}""")));
        Assert.That(entry.ToString(), Does.Not.Contain("secret").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task Who_tries_many_fills_no_database_and_how_many_there_were_is_told_later()
    {
        for (var i = 0; i < RefusedSignIns.MostAMinute + 70; i++)
        {
            await refused.AddAsync("rs_abc_x", null, "api", default);
        }

        Assert.That(entries, Has.Count.EqualTo(RefusedSignIns.MostAMinute));
        time.Advance(TimeSpan.FromMinutes(1));
        await refused.AddAsync("rs_abc_x", null, "api", default);
        Assert.That(entries[^1].After, Does.Contain("\"leftOutBefore\":70"));
    }

    [Test]
    public void A_database_that_is_away_changes_nothing_for_who_has_no_key()
    {
        audit.Setup(log => log.AppendAsync(It.IsAny<IReadOnlyList<AuditEntry>>(), default)).ThrowsAsync(new StoreUnavailableException("database"));
        Assert.That(() => refused.AddAsync("rs_abc_x", null, "api", default), Throws.Nothing);
    }
}
