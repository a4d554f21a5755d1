using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>A clean clone of this repository, as a new user has it: what is committed, and nothing that was built.</summary>
internal sealed class Checkout : IDisposable
{
    private readonly TempFolder folder = new();

    public string Path => folder.File("redis-scheduler");

    public static async Task<Checkout> CloneAsync()
    {
        if (Programs.Find("git") is not { } git || !System.IO.Path.Exists(System.IO.Path.Combine(Repository.Root, ".git")))
        {
            Assert.Ignore("git is not installed, or this is not a clone");
            throw new InvalidOperationException();
        }

        var checkout = new Checkout();
        await using var clone = ProcessHandle.Start(git, ["clone", "--quiet", "--depth", "1", $"file://{Repository.Root}", checkout.Path]);
        Assert.That(await clone.WaitForExitAsync(TimeSpan.FromMinutes(2)), Is.Zero, clone.Output);
        return checkout;
    }

    public void Dispose() => folder.Dispose();
}
