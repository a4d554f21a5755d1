using System.Threading.Channels;
using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis.Tests;

[TestFixture]
internal sealed class CoalescerTests
{
    private Channel<(int[] Items, TaskCompletionSource<IReadOnlyList<int>> Answer)> calls = null!;

    [SetUp]
    public void Forget() => calls = Channel.CreateUnbounded<(int[], TaskCompletionSource<IReadOnlyList<int>>)>();

    private Coalescer<int, int> Make() => new(items =>
    {
        var answer = new TaskCompletionSource<IReadOnlyList<int>>();
        calls.Writer.TryWrite(([.. items], answer));
        return answer.Task;
    });

    private async Task<(int[] Items, TaskCompletionSource<IReadOnlyList<int>> Answer)> NextAsync() => await calls.Reader.ReadAsync();

    [Test]
    public void Who_comes_alone_waits_for_nobody()
    {
        _ = Make().RunAsync([1], default);
        Assert.That(calls.Reader.TryRead(out var call));
        Assert.That(call.Items, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Those_that_come_while_calls_are_under_way_share_the_next_and_each_gets_its_own_results()
    {
        var coalescer = Make();
        _ = coalescer.RunAsync([1], default);
        _ = coalescer.RunAsync([2], default);
        var third = coalescer.RunAsync([3, 4], default);
        var fourth = coalescer.RunAsync([5], default);
        var (first, _) = (await NextAsync(), await NextAsync());
        Assert.That(calls.Reader.TryRead(out _), Is.False, "two are under way");

        first.Answer.SetResult([10]);
        var shared = await NextAsync();
        Assert.That(shared.Items, Is.EqualTo(new[] { 3, 4, 5 }));
        shared.Answer.SetResult([30, 40, 50]);

        Assert.That(await third, Is.EqualTo(new[] { 30, 40 }));
        Assert.That(await fourth, Is.EqualTo(new[] { 50 }));
    }

    [Test]
    public void Those_who_were_answered_go_on_before_the_next_call_is_gathered()
    {
        var turns = new Turns();
        turns.Run(() =>
        {
            var coalescer = Make();
            _ = FlowAsync(1, 5);
            _ = FlowAsync(2);
            _ = FlowAsync(3);
            _ = FlowAsync(4);

            async Task FlowAsync(params int[] items)
            {
                foreach (var item in items)
                    await coalescer.RunAsync([item], default);
            }
        });
        Assert.That(calls.Reader.TryRead(out var first));
        Assert.That(calls.Reader.TryRead(out _));

        turns.Run(() => first.Answer.SetResult([10]));
        Assert.That(calls.Reader.TryRead(out var next));
        Assert.That(next.Items, Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public async Task A_failure_is_that_of_all_in_the_call_and_of_nobody_else()
    {
        var coalescer = Make();
        var first = coalescer.RunAsync([1], default);
        var second = coalescer.RunAsync([2], default);

        (await NextAsync()).Answer.SetException(new InvalidOperationException("away"));
        (await NextAsync()).Answer.SetResult([20]);

        Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.That(await second, Is.EqualTo(new[] { 20 }));
        var third = coalescer.RunAsync([3], default);
        (await NextAsync()).Answer.SetResult([30]);
        Assert.That(await third, Is.EqualTo(new[] { 30 }));
    }

    [Test]
    public async Task Who_waits_no_longer_stops_nobody()
    {
        using var gone = new CancellationTokenSource();
        var coalescer = Make();
        var first = coalescer.RunAsync([1], gone.Token);
        await gone.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => first);
        (await NextAsync()).Answer.SetResult([10]);
        var second = coalescer.RunAsync([2], default);
        (await NextAsync()).Answer.SetResult([20]);
        Assert.That(await second, Is.EqualTo(new[] { 20 }));
    }

    /// <summary>Runs what is begun in it, and all that follows from it, one after the other in the order in which it became ready.</summary>
    private sealed class Turns : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> ready = [];

        public override void Post(SendOrPostCallback d, object? state) => ready.Enqueue((d, state));

        public void Run(Action begin)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                begin();
                while (ready.TryDequeue(out var turn))
                    turn.Callback(turn.State);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
