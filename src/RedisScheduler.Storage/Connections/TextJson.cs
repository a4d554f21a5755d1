using System.Text.Json.Serialization;

namespace RedisScheduler.Storage.Connections;

/// <summary>Lists of text as JSON: cursors, and the lists and keys that SQL reads as a table.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
[JsonSerializable(typeof(IEnumerable<string[]>))]
internal sealed partial class TextJson : JsonSerializerContext;
