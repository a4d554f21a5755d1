using RedisScheduler.Access;
using RedisScheduler.Audit;

namespace RedisScheduler.Core.Tests.Audit;

[TestFixture]
public sealed class AuditHashTests
{
    private static readonly AuditEntry Entry = new()
    {
        Scope = "default",
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Action = AuditAction.RunNow,
        Subject = "schedule/a",
        By = new Actor("key-1", "Zoë"),
        After = """{"n":1}""",
    };

    /// <summary>Worked out by another program: the chains of every installation have to be found whole by versions to come.</summary>
    [Test]
    public void A_row_has_the_hash_that_it_has_always_had() =>
        Assert.That(AuditHash.Of("ab", 7, Entry), Is.EqualTo("8d74ca2e0bd8c82edabb71b7226540358eca90f7fa8d98d470725bca300f0207"));

    [Test]
    public void What_is_absent_is_not_what_is_empty() => Assert.That(AuditHash.Of("ab", 7, Entry with { Before = "" }), Is.Not.EqualTo(AuditHash.Of("ab", 7, Entry)));
}
