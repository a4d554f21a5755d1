// One measure of Quartz.NET in memory: MEASURE COUNT [SECONDS]. The last line that it prints is JSON.
using System.Globalization;
using System.Text.Json;
using RedisScheduler.Bench.Quartz;

Dictionary<string, Func<int, int, Task<object>>> measures = new(StringComparer.Ordinal)
{
    ["burst"] = (count, _) => DueTimes.BurstAsync(count),
    ["every-second"] = DueTimes.EverySecondAsync,
    ["every-second-spread"] = DueTimes.SpreadAsync,
};

if (args.Length is < 2 or > 3 || !measures.TryGetValue(args[0], out var measure))
{
    await Console.Error.WriteLineAsync($"usage: {string.Join('|', measures.Keys)} COUNT [SECONDS]");
    return 2;
}

var numbers = Array.ConvertAll(args[1..], text => int.Parse(text, CultureInfo.InvariantCulture));
await Console.Out.WriteLineAsync(
    JsonSerializer.Serialize(await measure(numbers[0], numbers.ElementAtOrDefault(1)), JsonSerializerOptions.Web)
);
return 0;
