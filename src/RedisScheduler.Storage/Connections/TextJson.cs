using System.Text.Json.Serialization;

namespace RedisScheduler.Storage.Connections;

/// <summary>Lists of text as JSON: cursors, and lists that SQLite reads with json_each.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class TextJson : JsonSerializerContext;
