// One measure of RedisScheduler on given stores: MEASURE COUNT [N]. Settings as for any worker, from the environment. The last line that it prints is JSON.
using System.Globalization;
using System.Text.Json;
using RedisScheduler.Bench;

Dictionary<string, Func<int, int, Task<object>>> measures = new(StringComparer.Ordinal)
{
    ["drain"] = Drain.RunAsync,
    ["drain-spread"] = Drain.SpreadAsync,
    ["enqueue"] = Enqueue.RunAsync,
    ["register"] = (count, _) => Register.RunAsync(count),
    ["history"] = (count, _) => History.RunAsync(count),
    ["history-fill"] = HistoryReads.FillAsync,
    ["history-reads"] = HistoryReads.RunAsync,
    ["burst"] = (count, _) => DueTimes.BurstAsync(count),
    ["every-second"] = DueTimes.EverySecondAsync,
    ["every-second-spread"] = DueTimes.SpreadAsync,
    ["scale"] = Scale.RunAsync,
    ["run-now"] = (count, _) => RunNow.RunAsync(count),
};

if (args is ["worker"])
{
    await Worker.RunAsync();
    return 0;
}

if (args.Length is < 2 or > 3 || !measures.TryGetValue(args[0], out var measure))
{
    await Console.Error.WriteLineAsync($"usage: {string.Join('|', measures.Keys)} COUNT [N] | worker");
    return 2;
}

var numbers = Array.ConvertAll(args[1..], text => int.Parse(text, CultureInfo.InvariantCulture));
await Console.Out.WriteLineAsync(
    JsonSerializer.Serialize(await measure(numbers[0], numbers.ElementAtOrDefault(1)), JsonSerializerOptions.Web)
);
return 0;
