using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>Many schedules, saved as workflows of 500 producers each, as the API does: in SQL, then in Redis.</summary>
internal static class Fleet
{
    private const int Producers = 500;
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Tokyo",
        "Australia/Sydney",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Africa/Cairo",
        "Europe/London",
        "America/Los_Angeles",
    ];
    private static readonly string[] Days = ["* * *", "* * MON-FRI", "1,15 * *", "L * *", "* */3 SUN"];

    /// <summary>Schedules of mixed crons over zones that are due from tomorrow on.</summary>
    public static Task SleepingAsync(IServiceProvider services, int count, DateTimeOffset now)
    {
        return SaveAsync(services, "sleeping", count, Producer);

        object Producer(int number) =>
            new
            {
                cron = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{number % 60} {number / 60 % 60} {number / 7 % 24} {Days[number % Days.Length]}"
                ),
                timeZone = Zones[number % Zones.Length],
                startAt = now.AddDays(1),
            };
    }

    /// <summary>Schedules that are due every second, spread over it, for so long.</summary>
    public static Task BusyAsync(IServiceProvider services, int count, DateTimeOffset begin, int seconds)
    {
        return SaveAsync(services, "busy", count, Producer);

        object Producer(int number)
        {
            var start = begin.AddMilliseconds(number * 1000L / count);
            return new
            {
                interval = "1s",
                overlap = "allow",
                startAt = start,
                endAt = start.AddSeconds(seconds - 1),
            };
        }
    }

    private static async Task SaveAsync(IServiceProvider services, string name, int count, Func<int, object> producer)
    {
        var workflows = services.GetRequiredService<WorkflowService>();
        var target = new { type = "handler", name = Rig.Handler };
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Producers))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{name}{numbers[0] / Producers}");
            var producers = numbers.ToDictionary(number => string.Create(CultureInfo.InvariantCulture, $"p{number}"), producer);
            var body = new
            {
                name = id,
                status = "active",
                target,
                handlerConfig = new { producers },
            };
            await workflows.SaveAsync(
                Scopes.Default,
                id,
                WorkflowReader.Read(JsonSerializer.SerializeToElement(body)),
                Rig.Somebody,
                null,
                default
            );
        }
    }
}
