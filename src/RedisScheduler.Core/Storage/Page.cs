namespace RedisScheduler.Storage;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its rows.</param>
/// <param name="NextCursor">Asks for the page after it; <c>null</c> on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
