using RedisScheduler.TestKit;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Tests.Targets.Http;

[TestFixture]
public sealed class InternalSecretTests
{
    [Test]
    public void It_is_made_once_and_kept_for_its_owner_alone()
    {
        using var folder = new TempFolder();
        var data = folder.File("data");
        var secret = InternalSecret.ReadOrMake(data);
        Assert.That(WebhookSecret.Key(secret), Has.Length.EqualTo(32));
        Assert.That(InternalSecret.ReadOrMake(data), Is.EqualTo(secret));
        Assert.That(Directory.GetFiles(data), Has.Length.EqualTo(1));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(InternalSecret.PathIn(data)), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task All_who_make_it_at_the_same_moment_have_the_same()
    {
        for (var round = 0; round < 20; round++)
        {
            using var folder = new TempFolder();
            using var begin = new Barrier(8);
            var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(Make, TaskCreationOptions.LongRunning)));
            Assert.That(secrets.Distinct(), Has.One.Items);
            Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));

            string Make()
            {
                begin.SignalAndWait();
                return InternalSecret.ReadOrMake(folder.Path);
            }
        }
    }

    [Test]
    public void A_file_that_stays_empty_is_an_error_that_says_what_to_do()
    {
        using var folder = new TempFolder();
        File.WriteAllText(InternalSecret.PathIn(folder.Path), "");
        Assert.That(() => InternalSecret.ReadOrMake(folder.Path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("delete it"));
    }
}
