using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace RedisScheduler.Bench;

/// <summary>Cron schedules by <c>POST /api/v1/schedules</c>, one a request over 50 flows, at the API host in a process of its own.</summary>
internal static class Http
{
    public static async Task<long> PerSecondAsync(int count)
    {
        await using var api = await ApiProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Key);
        await Rig.FlowsAsync(50, Rig.WarmUp, number => PostAsync($"hw{number}"));
        return await Rig.FlowsAsync(50, count, number => PostAsync($"h{number}"));

        async Task PostAsync(string id)
        {
            using var answer = await client.PostAsJsonAsync("api/v1/schedules", ScheduleBody.Yearly(id).ToJson());
            answer.EnsureSuccessStatusCode();
        }
    }
}
