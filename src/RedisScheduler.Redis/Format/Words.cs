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

    private static readonly string[] Overlaps = [.. Enum.GetNames<OverlapPolicy>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static string Of(ExecutionTrigger trigger) => Triggers[(int)trigger];

    public static string Of(OverlapPolicy overlap) => Overlaps[(int)overlap];

    public static ExecutionTrigger Trigger(ReadOnlySpan<byte> word)
    {
        for (var at = 0; at < TriggersUtf8.Length; at++)
            if (word.SequenceEqual(TriggersUtf8[at]))
                return (ExecutionTrigger)at;
        throw new InvalidDataException($"'{Encoding.UTF8.GetString(word)}' is no trigger.");
    }
}
