using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Storage.Connections;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.Connections;

public sealed class DatabaseUrlTests
{
    [TestCase("", "neither")]
    [TestCase("mysql://root:hunter2@host/db", "neither")]
    [TestCase("Host=localhost;Password=hunter2", "neither")]
    [TestCase("sqlite:", "path of the file is missing")]
    [TestCase("sqlite::memory:", "in memory")]
    [TestCase("postgres://", "host")]
    [TestCase("postgres://host/db", "user is missing")]
    [TestCase("postgres://user:hunter2@host", "name of the database")]
    [TestCase("postgres://user:hunter2@host:99999/db", "not a URL")]
    [TestCase("postgres://user:hunter2/x@host/db", "not a URL|user is missing")]
    [TestCase("postgres://user:hunter2@host/db?nonsense=1", "nonsense")]
    [TestCase("postgres://user:hunter2@host/db?maxpoolsize=hunter2", "maxpoolsize")]
    public void A_bad_url_is_refused_with_the_setting_and_the_reason_and_without_the_password(string url, string reason)
    {
        var refusal = Assert.Throws<FormatException>(() => new ServiceCollection().AddSqlStore(url))!;

        Assert.That(refusal.Message, Does.Contain("DATABASE_URL").And.Match(reason));
        Assert.That(refusal.ToString(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void A_folder_is_no_file()
    {
        using var folder = new TempFolder();

        Assert.That(() => DatabaseUrl.Parse($"sqlite:{folder.Path}"), Throws.TypeOf<FormatException>().With.Message.Contains("is a folder"));
    }

    [Test]
    public void The_folder_of_a_file_is_made()
    {
        using var folder = new TempFolder();

        using var dialect = DatabaseUrl.Parse($"sqlite:{folder.File("a/b/c.db")}");

        Assert.That(folder.File("a/b"), Does.Exist);
    }

    [Test]
    public void Escapes_in_user_and_password_are_read_and_options_are_passed_on()
    {
        var settings = DatabaseUrl.Postgres("postgresql://a%40b:p%2Fw%3A@db.example:6543/my%20db?sslmode=require");

        Assert.That((settings.Username, settings.Password), Is.EqualTo(("a@b", "p/w:")));
        Assert.That((settings.Host, settings.Port, settings.Database), Is.EqualTo(("db.example", 6543, "my db")));
        Assert.That(settings.SslMode, Is.EqualTo(Npgsql.SslMode.Require));
    }

    [TestCase("", "-c jit=off -c max_parallel_workers_per_gather=0")]
    [TestCase("?options=", "", Description = "for a pooler that takes none")]
    public void Sessions_begin_with_the_options_of_short_statements_unless_the_url_has_others(string query, string options)
    {
        Assert.That(DatabaseUrl.Postgres($"postgres://user@host/db{query}").Options, Is.EqualTo(options));
    }
}
