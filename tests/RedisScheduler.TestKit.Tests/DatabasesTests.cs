using Npgsql;

namespace RedisScheduler.TestKit.Tests;

public sealed class DatabasesTests
{
    [Test]
    public async Task A_sqlite_database_is_a_file_that_goes_with_it()
    {
        string path;
        await using (var database = await Databases.CreateAsync(Databases.Sqlite))
        {
            path = database.Url["sqlite:".Length..];
            await File.WriteAllTextAsync(path, "");
        }

        Assert.That(Path.GetDirectoryName(path), Does.Not.Exist);
    }

    [Test]
    public async Task A_postgres_database_is_empty_and_takes_the_password_of_its_url()
    {
        await using var database = await Databases.CreateAsync(Databases.Postgres);
        await using var other = await Databases.CreateAsync(Databases.Postgres);

        Assert.That(other.Url, Is.Not.EqualTo(database.Url));
        Assert.That(await ScalarAsync(database.Url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), Is.EqualTo(0L));
        Assert.That(
            async () => await ScalarAsync(database.Url.Replace(":secret@", ":wrong@", StringComparison.Ordinal), "SELECT 1"),
            Throws.InstanceOf<PostgresException>().With.Message.Contains("password")
        );
    }

    [Test]
    public async Task A_killed_postgres_comes_back_with_its_data()
    {
        await using var server = await PostgresServer.StartAsync();
        var url = await server.CreateDatabaseAsync();
        await ScalarAsync(url, "CREATE TABLE t AS SELECT 42 AS n");

        server.Kill();
        await server.RestartAsync();

        Assert.That(await ScalarAsync(url, "SELECT n FROM t"), Is.EqualTo(42));
    }

    private static async Task<object?> ScalarAsync(string url, string sql)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':');
        var settings =
            $"Host={uri.Host};Port={uri.Port};Username={user[0]};Password={user[1]};Database={uri.AbsolutePath[1..]};Pooling=false";
        await using var connection = new NpgsqlConnection(settings);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
