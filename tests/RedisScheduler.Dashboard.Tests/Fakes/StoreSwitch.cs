using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Takes a store away and gives it back.</summary>
internal sealed class StoreSwitch(string store)
{
    public bool Away { get; set; }

    public void Check()
    {
        if (Away)
            throw new StoreUnavailableException(store);
    }
}
