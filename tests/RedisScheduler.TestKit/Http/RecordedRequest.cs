namespace RedisScheduler.TestKit;

/// <summary>A request as it arrived. Header names are compared without case; several values of one name are joined with a comma.</summary>
public sealed record RecordedRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    DateTimeOffset ReceivedAt
)
{
    /// <summary>The header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
