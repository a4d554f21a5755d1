using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis.Tests;

[TestFixture]
internal sealed class CoalescerTests
{
    private readonly List<(int[] Items, TaskCompletionSource<IReadOnlyList<int>> Answer)> calls = [];

    [SetUp]
    public void Forget() => calls.Clear();

    private Coalescer<int, int> Make() => new(items =>
    {
        var answer = new TaskCompletionSource<IReadOnlyList<int>>();
        calls.Add(([.. items], answer));
        return answer.Task;
    });

    [Test]
    public void Who_comes_alone_waits_for_nobody()
    {
        _ = Make().RunAsync([1], default);
        Assert.That(calls.Single().Items, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Those_that_come_while_calls_are_under_way_share_the_next_and_each_gets_its_own_results()
    {
        var coalescer = Make();
        _ = coalescer.RunAsync([1], default);
        _ = coalescer.RunAsync([2], default);
        var third = coalescer.RunAsync([3, 4], default);
        var fourth = coalescer.RunAsync([5], default);
        Assert.That(calls, Has.Count.EqualTo(2));

        calls[0].Answer.SetResult([10]);
        Assert.That(calls[2].Items, Is.EqualTo(new[] { 3, 4, 5 }));
        calls[2].Answer.SetResult([30, 40, 50]);

        Assert.That(await third, Is.EqualTo(new[] { 30, 40 }));
        Assert.That(await fourth, Is.EqualTo(new[] { 50 }));
    }

    [Test]
    public async Task A_failure_is_that_of_all_in_the_call_and_of_nobody_else()
    {
        var coalescer = Make();
        var first = coalescer.RunAsync([1], default);
        var second = coalescer.RunAsync([2], default);

        calls[0].Answer.SetException(new InvalidOperationException("away"));
        calls[1].Answer.SetResult([20]);

        Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.That(await second, Is.EqualTo(new[] { 20 }));
        var third = coalescer.RunAsync([3], default);
        calls[2].Answer.SetResult([30]);
        Assert.That(await third, Is.EqualTo(new[] { 30 }));
    }

    [Test]
    public void Who_waits_no_longer_stops_nobody()
    {
        using var gone = new CancellationTokenSource();
        var coalescer = Make();
        var first = coalescer.RunAsync([1], gone.Token);
        gone.Cancel();

        Assert.CatchAsync<OperationCanceledException>(() => first);
        calls[0].Answer.SetResult([10]);
    }
}
