using RedisScheduler.Storage;

namespace RedisScheduler.Api.Http;

/// <summary>A page of a list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="NextCursor">Asks for the page after it; <c>null</c> on the last.</param>
internal sealed record Items<T>(
    [property: System.Text.Json.Serialization.JsonPropertyName("items")] IReadOnlyList<T> Rows, string? NextCursor);

/// <summary>Makes pages of answers.</summary>
internal static class Items
{
    /// <summary>The same page with its rows as they are answered.</summary>
    public static Items<TAnswer> Of<T, TAnswer>(Page<T> page, Func<T, TAnswer> answer) => new([.. page.Items.Select(answer)], page.NextCursor);

    /// <summary>A list that is always answered whole.</summary>
    public static Items<TAnswer> All<T, TAnswer>(IEnumerable<T> rows, Func<T, TAnswer> answer) => new([.. rows.Select(answer)], null);
}
