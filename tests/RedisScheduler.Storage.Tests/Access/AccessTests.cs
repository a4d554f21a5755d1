using RedisScheduler.Access;

namespace RedisScheduler.Storage.Tests.Access;

public sealed class AccessTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ApiKey Ann = new("k1", "ann's 'key'", "abcd", Role.Operator, "acme", Now);

    private IApiKeyStore Keys => Get<IApiKeyStore>();

    private IIdempotencyStore Answers => Get<IIdempotencyStore>();

    [Test]
    public async Task Keys_are_found_replaced_listed_oldest_first_and_deleted()
    {
        var root = new ApiKey("k2", "root", "ef", Role.Admin, null, Now.AddDays(-1));
        await Keys.SaveAsync(Ann, null, None);
        await Keys.SaveAsync(root, null, None);
        await Keys.SaveAsync(Ann with { Role = Role.Viewer }, null, None);

        Assert.That(await Keys.FindAsync("k1", None), Is.EqualTo(Ann with { Role = Role.Viewer }));
        Assert.That(await Keys.FindAsync("K1", None), Is.Null, "ids are compared case-sensitively");
        Assert.That(await Keys.ListAsync(None), Is.EqualTo(new[] { root, Ann with { Role = Role.Viewer } }));
        Assert.That(await Keys.DeleteAsync("k1", null, None), Is.True);
        Assert.That(await Keys.DeleteAsync("k1", null, None), Is.False);
    }

    [Test]
    public async Task Of_many_claims_at_once_exactly_one_is_the_first()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Answers.ClaimAsync("acme", "key", "hash", Now, None))));

        Assert.That(claims.Count(claim => claim is null), Is.EqualTo(1));
        Assert.That(claims.Where(claim => claim is not null), Is.All.EqualTo(new IdempotentAnswer("hash", 0, null, null)));
    }

    [Test]
    public async Task A_kept_answer_is_answered_again_in_its_scope_only()
    {
        var answer = new IdempotentAnswer("hash", 201, "{\"id\":\"x\"}", "/api/v1/schedules/x");
        await Answers.ClaimAsync("acme", "key", "hash", Now, None);
        await Answers.CompleteAsync("acme", "key", answer, None);

        Assert.That(await Answers.ClaimAsync("acme", "key", "other hash", Now, None), Is.EqualTo(answer));
        Assert.That(await Answers.ClaimAsync("else", "key", "hash", Now, None), Is.Null);
    }

    [Test]
    public async Task A_claim_that_is_given_back_can_be_made_again_but_an_answer_stays()
    {
        await Answers.ClaimAsync("acme", "key", "hash", Now, None);
        await Answers.AbandonAsync("acme", "key", None);
        Assert.That(await Answers.ClaimAsync("acme", "key", "hash", Now, None), Is.Null);

        await Answers.CompleteAsync("acme", "key", new IdempotentAnswer("hash", 200, null, null), None);
        await Answers.AbandonAsync("acme", "key", None);
        Assert.That(await Answers.ClaimAsync("acme", "key", "hash", Now, None), Is.Not.Null);
    }

    [Test]
    public async Task What_was_claimed_before_a_moment_is_forgotten_so_many_at_a_time()
    {
        for (var i = 0; i < 5; i++)
            await Answers.ClaimAsync("acme", $"key{i}", "hash", Now.AddHours(i), None);

        Assert.That(await Answers.DeleteBeforeAsync(Now.AddHours(3), 2, None), Is.EqualTo(2));
        Assert.That(await Answers.DeleteBeforeAsync(Now.AddHours(3), 2, None), Is.EqualTo(1));
        Assert.That(await Answers.DeleteBeforeAsync(Now.AddHours(3), 2, None), Is.Zero);
        Assert.That(await Answers.ClaimAsync("acme", "key3", "hash", Now, None), Is.Not.Null);
    }
}
