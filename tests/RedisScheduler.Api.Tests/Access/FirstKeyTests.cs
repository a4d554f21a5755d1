using RedisScheduler.Api.Hosting;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Tests.Access;

/// <summary>The first start without a key of one's own.</summary>
[TestFixture]
internal sealed class FirstKeyTests
{
    [Test]
    public async Task The_first_key_is_made_and_printed_once_and_opens_everything()
    {
        await using var database = await Databases.CreateAsync(Databases.Sqlite);
        string key;
        await using (var api = await StartAsync(database))
        {
            key = api.Console.ToString().Split((char[]?)null).Single(word => word.StartsWith("rs_admin_", StringComparison.Ordinal));
            Assert.That(api.Console.ToString(), Does.Contain(api.Url).And.Contain("shown this once"));
            using var client = api.Client(key);
            (await client.GetAsync("/api-keys")).Expect(200);
        }

        await using var again = await StartAsync(database);
        Assert.That(again.Console.ToString(), Does.Not.Contain("rs_"));
        using var later = again.Client(key);
        (await later.GetAsync("/api-keys")).Expect(200);
        Assert.That((await later.DeleteAsync("/api-keys/admin")).Expect(409).Value("detail"), Does.Contain("last one of an admin"));
    }

    [Test]
    public void A_chosen_first_key_that_could_be_guessed_stops_the_start() =>
        Assert.That(
            () => FirstSteps.Check(new Settings { DataDir = "data", AdminApiKey = "short" }),
            Throws.TypeOf<SettingsException>().With.Message.Contains("ADMIN_API_KEY").And.Message.Contains("16"));

    private static async Task<RunningApi> StartAsync(TestDatabase database) =>
        await RunningApi.StartAsync(
            (await SharedApi.SharedRedisAsync()).Url,
            Roles.Api,
            settings =>
            {
                settings[Settings.Names.AdminApiKey] = null;
                settings[Settings.Names.DatabaseUrl] = database.Url;
            });
}
