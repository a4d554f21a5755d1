using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Migrations;

/// <summary>The numbered SQL files of this assembly. A file that was released is never changed; what is new gets the next number.</summary>
internal sealed class Migrator(Database database, TimeProvider time, ILogger<Migrator> logger) : IMigrations
{
    private const string CreateVersions =
        "CREATE TABLE IF NOT EXISTS schema_versions (version bigint PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)";

    public async Task ApplyAsync(CancellationToken cancel)
    {
        await database.ReadAsync(
            async session =>
            {
                await session.PrepareAsync();
                return true;
            },
            cancel
        );
        var applied = await database.WriteAsync(ApplyMissingAsync, cancel);
        foreach (var name in applied)
            Log.Applied(logger, name);
    }

    private async Task<IReadOnlyList<string>> ApplyMissingAsync(Session session)
    {
        await session.LockAsync("migrations");
        await session.ExecuteAsync(CreateVersions);
        var present = (await session.ListAsync<long>("SELECT version FROM schema_versions")).ToHashSet();
        var missing = Files(session.Dialect.Name).Where(file => !present.Contains(file.Version)).ToList();
        foreach (var file in missing)
        {
            await session.ExecuteUnlimitedAsync(file.Sql);
            await session.ExecuteAsync(
                "INSERT INTO schema_versions (version, name, applied_at) VALUES (@Version, @Name, @AppliedAt)",
                new
                {
                    file.Version,
                    file.Name,
                    AppliedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
                }
            );
        }

        return [.. missing.Select(file => file.Name)];
    }

    /// <summary>The files of a database, by number.</summary>
    internal static IEnumerable<(long Version, string Name, string Sql)> Files(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(resource => (Resource: resource, Name: Path.GetFileNameWithoutExtension(resource)))
            .Select(file => (long.Parse(file.Name.Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture), file.Name, Read(assembly, file.Resource)))
            .OrderBy(file => file.Item1);
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
