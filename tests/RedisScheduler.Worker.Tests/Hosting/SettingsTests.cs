using Microsoft.Extensions.Configuration;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Tests.Hosting;

[TestFixture]
public sealed class SettingsTests
{
    [Test]
    public void Nothing_set_means_the_defaults()
    {
        var settings = Read();
        Assert.Multiple(() =>
        {
            Assert.That(settings.RedisUrl, Is.Null);
            Assert.That(settings.DatabaseUrl, Is.Null);
            Assert.That(settings.DataDir, Is.EqualTo(Path.GetFullPath("data")));
            Assert.That(settings.WorkerConcurrency, Is.EqualTo(20));
            Assert.That(settings.WorkerQueues, Is.EqualTo(new[] { "default" }));
            Assert.That(settings.RedisPrefix, Is.EqualTo("{hangfire}:"));
            Assert.That(settings.Roles, Is.EqualTo(Roles.All));
            Assert.That(settings.LeaseDuration, Is.EqualTo(TimeSpan.FromSeconds(15)));
            Assert.That(settings.AllowPrivateTargets, Is.True, "the stores are the embedded ones");
        });
    }

    [Test]
    public void Every_setting_is_read_by_its_name()
    {
        var settings = Read(
            ("REDIS_URL", "redis://:pw@cache:6379/1"),
            ("DATABASE_URL", "postgres://me:pw@db:5432/rs"),
            ("DATA_DIR", "/tmp/rs"),
            ("ADMIN_API_KEY", "rs_a_b"),
            ("INTERNAL_API_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("WORKER_CONCURRENCY", "7"),
            ("WORKER_QUEUES", "urgent, default"),
            ("REDIS_PREFIX", "{x}:"),
            ("SHARDS", "3"),
            ("ROLES", "scheduler,recorder"),
            ("LEASE_DURATION", "1m30s"),
            ("ALLOW_PRIVATE_TARGETS", "true"),
            ("SHUTDOWN_TIMEOUT", "PT5S")
        );
        Assert.Multiple(() =>
        {
            Assert.That(settings.RedisUrl, Is.EqualTo("redis://:pw@cache:6379/1"));
            Assert.That(settings.DatabaseUrl, Is.EqualTo("postgres://me:pw@db:5432/rs"));
            Assert.That(settings.DataDir, Is.EqualTo("/tmp/rs"));
            Assert.That(settings.AdminApiKey, Is.EqualTo("rs_a_b"));
            Assert.That(settings.InternalApiSecret, Is.EqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
            Assert.That(settings.WorkerConcurrency, Is.EqualTo(7));
            Assert.That(settings.WorkerQueues, Is.EqualTo(new[] { "urgent", "default" }));
            Assert.That(settings.RedisPrefix, Is.EqualTo("{x}:"));
            Assert.That(settings.Shards, Is.EqualTo(3));
            Assert.That(settings.Roles, Is.EqualTo(Roles.Scheduler | Roles.Recorder));
            Assert.That(settings.LeaseDuration, Is.EqualTo(TimeSpan.FromSeconds(90)));
            Assert.That(settings.AllowPrivateTargets, Is.True);
            Assert.That(settings.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        });
    }

    [TestCase("INTERNAL_API_SECRET", "whsec_no-base64")]
    [TestCase("WORKER_CONCURRENCY", "0")]
    [TestCase("WORKER_CONCURRENCY", "many")]
    [TestCase("WORKER_QUEUES", "a,b c")]
    [TestCase("SHARDS", "65")]
    [TestCase("SHARDS", "0")]
    [TestCase("ROLES", "api,boss")]
    [TestCase("LEASE_DURATION", "15")]
    [TestCase("LEASE_DURATION", "10ms")]
    [TestCase("ALLOW_PRIVATE_TARGETS", "perhaps")]
    [TestCase("SHUTDOWN_TIMEOUT", "2h")]
    public void A_wrong_setting_is_refused_by_name(string name, string value)
    {
        var error = Assert.Throws<SettingsException>(() => Read((name, value)));
        Assert.That(error!.Faults, Has.One.Items.And.One.StartsWith($"{name}: "));
    }

    [Test]
    public void Commands_are_read_by_their_names_with_the_arguments_that_come_first()
    {
        var settings = Read(("COMMANDS:mail", "/usr/bin/mail -s \"to all\" \"\""), ("COMMANDS:sync", "/opt/sync"));
        Assert.That(settings.Commands["mail"], Is.EqualTo(new[] { "/usr/bin/mail", "-s", "to all", "" }));
        Assert.That(settings.Commands["sync"], Is.EqualTo(new[] { "/opt/sync" }));
    }

    [TestCase("mail", "mail -s x"), TestCase("mail", ""), TestCase("mail", "/usr/bin/mail \"x"), TestCase("a b", "/usr/bin/mail")]
    public void A_command_that_cannot_be_one_is_refused_by_its_name(string name, string line)
    {
        var error = Assert.Throws<SettingsException>(() => Read(($"COMMANDS:{name}", line)));
        Assert.That(error!.Faults.Single(), Does.StartWith($"COMMANDS__{name}: "));
    }

    [Test]
    public void All_wrong_settings_are_named_at_once()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("SHARDS", "none"), ("ROLES", "x"), ("WORKER_CONCURRENCY", "-1")));
        Assert.That(error!.Faults, Has.Exactly(3).Items);
    }

    [Test]
    public void Neither_errors_nor_texts_of_settings_tell_secrets()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("INTERNAL_API_SECRET", "whsec_hush!")));
        var settings = Read(("REDIS_URL", "redis://:hush@a:1"), ("INTERNAL_API_SECRET", "hush"), ("ADMIN_API_KEY", "hush"));
        Assert.That(error!.Message + settings, Does.Not.Contain("hush"));
    }

    [TestCase("REDIS_URL", "redis://cache:6379")]
    [TestCase("DATABASE_URL", "postgres://u:p@db/rs")]
    public void Private_targets_are_not_allowed_unasked_where_a_store_is_not_the_embedded_one(string name, string url) =>
        Assert.That(Read((name, url)).AllowPrivateTargets, Is.False);

    private static Settings Read(params (string Name, string Value)[] values)
    {
        var pairs = values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value));
        return Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), Roles.All);
    }
}
