namespace RedisScheduler.Cli.Http;

/// <summary>Where a request goes, below the server's address. Segments and values are escaped.</summary>
internal sealed record ApiPath(string Text)
{
    /// <summary>A path under <c>/api/v1</c>.</summary>
    public static ApiPath Of(params IEnumerable<string> segments) => new($"api/v1/{string.Join('/', segments.Select(Uri.EscapeDataString))}");

    /// <summary>The same with a parameter; without one that was not given.</summary>
    public ApiPath With(string name, object? value) =>
        value is null ? this : new($"{Text}{(Text.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString($"{value}")}");
}
