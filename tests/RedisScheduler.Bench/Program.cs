// Measures RedisScheduler on given stores: MEASURE COUNT. Settings as for any worker, from the environment. Prints one line of JSON.
using System.Text.Json;
using RedisScheduler.Bench;

Dictionary<string, Func<int, Task<object>>> measures = new(StringComparer.Ordinal)
{
    ["drain"] = Drain.RunAsync,
    ["worker"] = Drain.WorkAsync,
    ["enqueue"] = Enqueue.RunAsync,
    ["register"] = Register.RunAsync,
    ["history"] = History.RunAsync,
    ["burst"] = count => DueTimes.RunAsync(count, seconds: 1, spread: false),
    ["every-second"] = count => DueTimes.RunAsync(count, seconds: 60, spread: false),
    ["every-second-spread"] = count => DueTimes.RunAsync(count, seconds: 60, spread: true),
};

if (args.Length != 2 || !measures.TryGetValue(args[0], out var measure) || !int.TryParse(args[1], out var count))
{
    await Console.Error.WriteLineAsync($"usage: bench {string.Join('|', measures.Keys)} COUNT");
    return 2;
}

await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await measure(count), JsonSerializerOptions.Web));
return 0;
