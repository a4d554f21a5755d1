namespace RedisScheduler.TestKit;

/// <summary>What <see cref="LocalHttpServer"/> answers.</summary>
public sealed record HttpAnswer(int Status, string Body = "", IReadOnlyDictionary<string, string>? Headers = null, TimeSpan Delay = default)
{
    public static HttpAnswer Ok { get; } = new(200, "ok");

    /// <summary>Never answers: the request stays open until its client gives up.</summary>
    public static HttpAnswer Hang { get; } = new(200, Delay: Timeout.InfiniteTimeSpan);

    /// <summary>Closes the connection without an answer.</summary>
    public static HttpAnswer Abort { get; } = new(0);
}
