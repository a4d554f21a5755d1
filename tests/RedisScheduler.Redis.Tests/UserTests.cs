using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using StackExchange.Redis;

namespace RedisScheduler.Redis.Tests;

/// <summary>A user of redis-server who has the rights that docs/security.md names, and no others.</summary>
[TestFixture]
internal sealed class UserTests
{
    private const string Password = "hush";

    private TestServer server = null!;
    private Store store = null!;

    private string Address => $"127.0.0.1:{server.Port}";

    [OneTimeSetUp]
    public async Task MakeUser()
    {
        server = await RedisServers.StartAsync(RedisServers.Redis);
        store = await Store.OpenAsync(server);
        await store.Raw.ExecuteAsync("ACL", ["SETUSER", .. Documented().Replace("PASSWORD", Password, StringComparison.Ordinal).Replace("hangfire", store.Keys.Prefix.Trim('{', '}', ':'), StringComparison.Ordinal).Split(' ').Skip(1)]);
        // Connections that are there stay; whoever comes later has to say who it is.
        await store.Raw.ExecuteAsync("ACL", "SETUSER", "default", ">another");
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        await store.DisposeAsync();
        await server.DisposeAsync();
    }

    [Test]
    public async Task Its_rights_are_enough_to_save_to_fire_to_run_to_end_and_to_be_woken()
    {
        await using var services = Services($"redis://scheduler:{Password}@{Address}");
        var queue = services.GetRequiredService<IJobQueue>();
        var heard = new ConcurrentQueue<string>();
        using var listening = services.GetRequiredService<ISignals>().Subscribe(SignalKind.Queued, heard.Enqueue);

        await services.GetRequiredService<IStoreHealth>().PingAsync(default);
        await services.GetRequiredService<IScheduleRegistry>().ApplyAsync([Samples.Entry()], default);
        await services.GetRequiredService<IFiring>().FireAsync([Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job())], Samples.Now, null, default);
        var job = (await queue.ExchangeAsync(Samples.Take(1), default)).Jobs.Single();
        var end = (await queue.ExchangeAsync(Samples.Give(Samples.Succeeded(job)), default)).Results.Single();

        Assert.That(end, Is.EqualTo(FinishResult.Accepted));
        Assert.That((await services.GetRequiredService<IOutbox>().ReadAsync(0, 100, default)).Events, Is.Not.Empty);
        await Eventually.AsyncThat(async () =>
        {
            await queue.EnqueueAsync([Samples.Manual(Guid.NewGuid().ToString())], Samples.Now, default);
            return heard.Contains("default");
        });
    }

    [Test]
    public async Task Its_rights_end_at_our_keys_and_at_what_is_dangerous()
    {
        await using var theirs = await ConnectionMultiplexer.ConnectAsync($"{Address},user=scheduler,password={Password},allowAdmin=true,tiebreaker=,configChannel=");
        var database = theirs.GetDatabase();

        Assert.That(() => database.StringGetAsync("other"), Throws.InstanceOf<RedisServerException>().With.Message.StartsWith("NOPERM"));
        Assert.That(() => database.ExecuteAsync("FLUSHALL"), Throws.InstanceOf<RedisServerException>().With.Message.StartsWith("NOPERM"));
        Assert.That(() => database.ExecuteAsync("CONFIG", "GET", "*"), Throws.InstanceOf<RedisServerException>().With.Message.StartsWith("NOPERM"));
    }

    [Test]
    public async Task No_script_calls_what_it_may_not()
    {
        var forbidden = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var category in new[] { "admin", "dangerous" })
            forbidden.UnionWith((string[])(await store.Raw.ExecuteAsync("ACL", "CAT", category))!);

        var called = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src/RedisScheduler.Redis/Lua"), "*.lua", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"(?:call|call_with|push_all)\('(?<command>[A-Z]+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
            .Select(match => match.Groups["command"].Value)
            .Distinct()
            .ToList();

        Assert.That(called, Has.Count.GreaterThan(20));
        Assert.That(called.Where(forbidden.Contains), Is.Empty);
    }

    [TestCase("redis://scheduler:wrong@{0}")]
    [TestCase("redis://nobody:hush@{0}")]
    public async Task Who_is_not_known_gets_nothing_and_the_error_does_not_tell_the_password(string url)
    {
        await using var services = Services(string.Format(null, url, Address));
        var error = Assert.CatchAsync<StoreUnavailableException>(() => services.GetRequiredService<IStoreHealth>().PingAsync(default));
        Assert.That(error!.ToString(), Does.Not.Contain("wrong").And.Not.Contain("hush"));
    }

    private ServiceProvider Services(string url) =>
        store.Provider(options => options with { Url = url, CommandTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) });

    /// <summary>The line of an ACL file in docs/security.md.</summary>
    private static string Documented() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs/security.md")).Single(line => line.StartsWith("user scheduler ", StringComparison.Ordinal));
}
