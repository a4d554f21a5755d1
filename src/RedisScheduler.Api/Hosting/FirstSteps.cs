using Microsoft.AspNetCore.Hosting.Server;
using RedisScheduler.Engine.Access;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Hosting;

/// <summary>Makes the first key once the database is up to date, and greets when the server listens.</summary>
internal sealed class FirstSteps(ApiKeys keys, Settings settings, StoreNames stores, IServer server, TextWriter console) : IHostedLifecycleService
{
    private string? firstKey;

    /// <summary>Refuses settings that the API cannot start with, before anything is started.</summary>
    /// <exception cref="SettingsException">The chosen first key could be guessed.</exception>
    public static void Check(Settings settings)
    {
        if (ApiKeys.FaultOfChosen(settings.AdminApiKey) is { } fault)
        {
            throw new SettingsException(Settings.Names.AdminApiKey, fault);
        }
    }

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken) => firstKey = await keys.EnsureFirstAsync(settings.AdminApiKey, cancellationToken);

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await console.WriteLineAsync(Banner.Text(Banner.Addresses(server), stores.Redis, stores.Database, firstKey));
        firstKey = null;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The stores in words for people, without passwords.</summary>
/// <param name="Redis">Redis.</param>
/// <param name="Database">The database.</param>
internal sealed record StoreNames(string Redis, string Database)
{
    /// <summary>Says what the settings name, and what stands in for what they do not.</summary>
    public static StoreNames Of(Settings given) =>
        new(
            given.RedisUrl is null ? $"embedded, in {given.DataDir}" : string.Join(", ", given.RedisUrl.Split(',').Select(WithoutPassword)),
            given.DatabaseUrl is null ? $"SQLite, in {given.DataDir}" : WithoutPassword(given.DatabaseUrl)
        );

    private static string WithoutPassword(string url)
    {
        var (scheme, at) = (url.IndexOf("://", StringComparison.Ordinal), url.LastIndexOf('@'));
        return scheme >= 0 && at > scheme ? url[..(scheme + 3)] + url[(at + 1)..] : url;
    }
}
