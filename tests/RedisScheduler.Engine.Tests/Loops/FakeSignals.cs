using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Tests.Loops;

/// <summary>Signals within the test.</summary>
internal sealed class FakeSignals : ISignals
{
    private readonly List<(SignalKind Kind, Action<string> OnSignal)> subscriptions = [];

    internal int Subscriptions => subscriptions.Count;

    internal void Send(SignalKind kind)
    {
        foreach (var subscription in subscriptions.Where(subscription => subscription.Kind == kind))
        {
            subscription.OnSignal("");
        }
    }

    public IDisposable Subscribe(SignalKind kind, Action<string> onSignal)
    {
        var subscription = (kind, onSignal);
        subscriptions.Add(subscription);
        return new Ending(() => subscriptions.Remove(subscription));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
