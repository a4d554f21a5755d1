namespace RedisScheduler.Redis.Tests;

[TestFixture]
internal sealed class RedisUrlTests
{
    [Test]
    public void A_plain_address_has_defaults()
    {
        var url = RedisUrl.Parse("redis://cache");
        Assert.That(url.Endpoints, Is.EqualTo(new[] { ("cache", 6379) }));
        Assert.That((url.User, url.Password, url.Database, url.Tls), Is.EqualTo(((string?)null, (string?)null, 0, false)));
    }

    [Test]
    public void User_password_port_database_and_tls_are_read()
    {
        var url = RedisUrl.Parse("rediss://a%3Ann:p%40ss:w@cache.example.com:6380/3");
        Assert.That(url.Endpoints, Is.EqualTo(new[] { ("cache.example.com", 6380) }));
        Assert.That((url.User, url.Password, url.Database, url.Tls), Is.EqualTo(("a:nn", "p@ss:w", 3, true)));
    }

    [Test]
    public void A_password_alone_is_the_default_users()
    {
        var url = RedisUrl.Parse("redis://:x@cache");
        Assert.That((url.User, url.Password), Is.EqualTo(((string?)null, "x")));
    }

    [Test]
    public void Who_signs_in_need_be_named_at_one_address_only()
    {
        var url = RedisUrl.Parse("redis://a:1,redis://ann:x@b:2");
        Assert.That((url.User, url.Password), Is.EqualTo(("ann", "x")));
    }

    [Test]
    public void Several_addresses_are_one_cluster() =>
        Assert.That(RedisUrl.Parse("redis://:x@a:1, redis://b:2,redis://[::1]:3").Endpoints, Is.EqualTo(new[] { ("a", 1), ("b", 2), ("::1", 3) }));

    [TestCase("redis://ann@cache:1", "user without a password")]
    [TestCase("redis://ann:@cache:1", "user without a password")]
    [TestCase("http://:secret@cache:1", "redis://")]
    [TestCase("cache:6379", "redis://")]
    [TestCase("", "empty")]
    [TestCase("redis://:secret@cache:1/zero", "database")]
    [TestCase("redis://:secret@cache:1?ssl=true", "options")]
    [TestCase("redis://:secret@a:1,rediss://:secret@b:1", "scheme")]
    [TestCase("redis://:secret@a:1,redis://:other@b:1", "password")]
    [TestCase("redis://ann:secret@a:1,redis://:secret@b:1", "user")]
    public void What_is_not_usable_is_refused_with_the_reason_and_without_the_password(string text, string reason) =>
        Assert.That(
            () => RedisUrl.Parse(text),
            Throws.ArgumentException.With.Message.Contains("REDIS_URL").And.Message.Contains(reason).And.Message.Not.Contains("secret"));

    [Test]
    public void User_and_password_are_not_in_the_text() =>
        Assert.That(RedisUrl.Parse("redis://ann:secret@a:1/2,redis://b:3/2").ToString(), Is.EqualTo("redis://a:1/2,redis://b:3/2"));
}
