using System.Text;
using System.Text.Json;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>Words of enums as hashes keep them: camelCase.</summary>
internal static class Words
{
    private static readonly string[] Triggers = [.. Enum.GetNames<ExecutionTrigger>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly byte[][] TriggersUtf8 = [.. Triggers.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] StatusesUtf8 = [.. Enum.GetNames<ExecutionStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName).Select(Encoding.UTF8.GetBytes)];

    private static readonly string[] Overlaps = [.. Enum.GetNames<OverlapPolicy>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static string Of(ExecutionTrigger trigger) => Triggers[(int)trigger];

    public static string Of(OverlapPolicy overlap) => Overlaps[(int)overlap];

    public static ReadOnlySpan<byte> Utf8(ExecutionTrigger trigger) => TriggersUtf8[(int)trigger];

    public static ReadOnlySpan<byte> Utf8(ExecutionStatus status) => StatusesUtf8[(int)status];

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ExecutionTrigger Trigger(ReadOnlySpan<byte> word) => (ExecutionTrigger)IndexOf(TriggersUtf8, word, "trigger");

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ExecutionStatus Status(ReadOnlySpan<byte> word) => (ExecutionStatus)IndexOf(StatusesUtf8, word, "status");

    private static int IndexOf(byte[][] words, ReadOnlySpan<byte> word, string what)
    {
        for (var at = 0; at < words.Length; at++)
            if (word.SequenceEqual(words[at]))
                return at;
        throw new InvalidDataException($"'{Encoding.UTF8.GetString(word)}' is no {what}.");
    }
}
