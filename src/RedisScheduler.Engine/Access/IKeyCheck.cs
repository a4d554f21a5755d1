using RedisScheduler.Access;

namespace RedisScheduler.Engine.Access;

/// <summary>Tells whose key was presented.</summary>
public interface IKeyCheck
{
    /// <summary>The key that was presented, or <c>null</c> where it is none of ours. Answers from memory for half a minute after a key was seen.</summary>
    Task<ApiKey?> CheckAsync(string presentedKey, CancellationToken cancel);
}
