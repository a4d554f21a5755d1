using Moq;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Access;
using RedisScheduler.Errors;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Access;

/// <summary>Keys: made, checked, remembered for a while, deleted.</summary>
[TestFixture]
public sealed class KeyCheckTests
{
    private readonly Dictionary<string, ApiKey> kept = new(StringComparer.Ordinal);
    private readonly ManualTime time = new(Samples.Start);
    private static readonly Actor Me = new("k", "me");
    private readonly Mock<IApiKeyStore> store = new();
    private KeyCheck check = null!;
    private ApiKeys keys = null!;

    [SetUp]
    public void Begin()
    {
        kept.Clear();
        store.Reset();
        store.Setup(sql => sql.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string id, CancellationToken _) => kept.GetValueOrDefault(id));
        store.Setup(sql => sql.ListAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() => [.. kept.Values]);
        store.Setup(sql => sql.SaveAsync(It.IsAny<ApiKey>(), It.IsAny<AuditEntry?>(), It.IsAny<CancellationToken>())).Callback((ApiKey key, AuditEntry? _, CancellationToken _) => kept[key.Id] = key);
        store.Setup(sql => sql.DeleteAsync(It.IsAny<string>(), It.IsAny<AuditEntry?>(), It.IsAny<CancellationToken>())).ReturnsAsync((string id, AuditEntry? _, CancellationToken _) => kept.Remove(id));
        check = new KeyCheck(store.Object, time);
        keys = new ApiKeys(store.Object, check, time);
    }

    [Test]
    public async Task A_key_that_was_made_is_known_and_no_other()
    {
        var made = await keys.CreateAsync("ci", Role.Operator, "default", Me, CancellationToken.None);
        Assert.That(await CheckAsync(made.Secret), Is.EqualTo(made.Key));
        Assert.That(await CheckAsync(made.Secret + "x"), Is.Null);
        Assert.That(await CheckAsync($"rs_{made.Key.Id}_"), Is.Null);
        Assert.That(await CheckAsync(made.Key.Hash), Is.Null);
        Assert.That(await CheckAsync(""), Is.Null);
        Assert.That(await CheckAsync(new string('x', 10_000)), Is.Null);
    }

    [Test]
    public async Task A_good_key_is_remembered_for_half_a_minute_and_not_longer()
    {
        var made = await keys.CreateAsync("ci", Role.Viewer, null, Me, CancellationToken.None);
        await CheckAsync(made.Secret);
        kept.Clear();
        time.Advance(KeyCheck.Memory - TimeSpan.FromSeconds(1));
        Assert.That(await CheckAsync(made.Secret), Is.Not.Null);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await CheckAsync(made.Secret), Is.Null);
    }

    [Test]
    public async Task A_key_that_is_deleted_here_is_forgotten_at_once()
    {
        await keys.EnsureFirstAsync(null, CancellationToken.None);
        var made = await keys.CreateAsync("ci", Role.Viewer, null, Me, CancellationToken.None);
        await CheckAsync(made.Secret);
        await keys.DeleteAsync(made.Key.Id, null, Me, CancellationToken.None);
        Assert.That(await CheckAsync(made.Secret), Is.Null);
    }

    [Test]
    public async Task The_first_key_is_made_where_there_is_no_admin_and_once()
    {
        var first = await keys.EnsureFirstAsync(null, CancellationToken.None);
        Assert.That((await CheckAsync(first!))!.Role, Is.EqualTo(Role.Admin));
        Assert.That(await keys.EnsureFirstAsync(null, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_chosen_first_key_is_kept_as_a_hash_and_another_choice_replaces_it()
    {
        Assert.That(await keys.EnsureFirstAsync("a-key-of-my-own-choice", CancellationToken.None), Is.Null);
        Assert.That((await CheckAsync("a-key-of-my-own-choice"))!.Role, Is.EqualTo(Role.Admin));
        await keys.EnsureFirstAsync("another-key-of-my-own", CancellationToken.None);
        Assert.That(await CheckAsync("a-key-of-my-own-choice"), Is.Null);
        Assert.That(await CheckAsync("another-key-of-my-own"), Is.Not.Null);
        Assert.That(kept.Values.Select(key => key.Hash), Has.None.Contains("choice"));
    }

    [TestCase("fifteen-letters", false)]
    [TestCase("sixteen-letters!", true)]
    [TestCase(null, true)]
    public void A_chosen_first_key_that_could_be_guessed_is_refused(string? chosen, bool good) => Assert.That(ApiKeys.FaultOfChosen(chosen) is null, Is.EqualTo(good));

    [Test]
    public async Task The_last_admin_of_all_scopes_cannot_be_deleted()
    {
        await keys.EnsureFirstAsync(null, CancellationToken.None);
        var scoped = await keys.CreateAsync("of one scope", Role.Admin, "acme", Me, CancellationToken.None);
        Assert.That(async () => await keys.DeleteAsync(ApiKeys.FirstKeyId, null, Me, CancellationToken.None), Throws.TypeOf<ConflictException>());
        await keys.CreateAsync("second", Role.Admin, null, Me, CancellationToken.None);
        await keys.DeleteAsync(ApiKeys.FirstKeyId, null, Me, CancellationToken.None);
        await keys.DeleteAsync(scoped.Key.Id, "acme", Me, CancellationToken.None);
        Assert.That(kept.Keys, Has.Exactly(1).Items);
    }

    private Task<ApiKey?> CheckAsync(string key) => check.CheckAsync(key, CancellationToken.None);
}
