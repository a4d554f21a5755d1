using System.Text.Json;

namespace RedisScheduler.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Read">Reads its text from an item; null where there is none.</param>
/// <param name="NoWrap">Whether its text stays on one line.</param>
internal sealed record Column(string Title, Func<JsonElement, string?> Read, bool NoWrap = false)
{
    /// <summary>Shows the first of some fields that has a value.</summary>
    public static Column Of(string title, params string[] fields) =>
        new(title, item => fields.Select(field => item.Text(field)).FirstOrDefault(text => text is not null));

    /// <summary>Shows an id, which people copy.</summary>
    public static Column Id { get; } = new("Id", item => item.Text("id"), NoWrap: true);
}
