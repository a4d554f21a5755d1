namespace RedisScheduler.Redis.Tests;

[TestFixture]
internal sealed class RedisUrlTests
{
    [Test]
    public void A_plain_address_has_defaults()
    {
        var url = RedisUrl.Parse("redis://cache");
        Assert.That(url.Endpoints, Is.EqualTo(new[] { ("cache", 6379) }));
        Assert.That((url.Password, url.Database, url.Tls), Is.EqualTo(((string?)null, 0, false)));
    }

    [Test]
    public void Password_port_database_and_tls_are_read()
    {
        var url = RedisUrl.Parse("rediss://:p%40ss:w@cache.example.com:6380/3");
        Assert.That(url.Endpoints, Is.EqualTo(new[] { ("cache.example.com", 6380) }));
        Assert.That((url.Password, url.Database, url.Tls), Is.EqualTo(("p@ss:w", 3, true)));
    }

    [Test]
    public void Several_addresses_are_one_cluster() =>
        Assert.That(RedisUrl.Parse("redis://:x@a:1, redis://b:2,redis://[::1]:3").Endpoints, Is.EqualTo(new[] { ("a", 1), ("b", 2), ("::1", 3) }));

    [TestCase("redis://ann:secret@cache:1", "user")]
    [TestCase("redis://ann@cache:1", "user")]
    [TestCase("http://:secret@cache:1", "redis://")]
    [TestCase("cache:6379", "redis://")]
    [TestCase("", "empty")]
    [TestCase("redis://:secret@cache:1/zero", "database")]
    [TestCase("redis://:secret@cache:1?ssl=true", "options")]
    [TestCase("redis://:secret@a:1,rediss://:secret@b:1", "scheme")]
    [TestCase("redis://:secret@a:1,redis://:other@b:1", "password")]
    public void What_is_not_usable_is_refused_with_the_reason_and_without_the_password(string text, string reason) =>
        Assert.That(
            () => RedisUrl.Parse(text),
            Throws.ArgumentException.With.Message.Contains("REDIS_URL").And.Message.Contains(reason).And.Message.Not.Contains("secret"));

    [Test]
    public void The_password_is_not_in_the_text() =>
        Assert.That(RedisUrl.Parse("redis://:secret@a:1/2,redis://b:3/2").ToString(), Is.EqualTo("redis://a:1/2,redis://b:3/2"));
}
