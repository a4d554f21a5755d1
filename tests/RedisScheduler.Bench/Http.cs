using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace RedisScheduler.Bench;

/// <summary>Cron schedules over 50 flows, at the API host in a process of its own: one a request (<c>POST /api/v1/schedules</c>), and as the producers of workflows (<c>PUT /api/v1/workflows/ID</c>).</summary>
internal sealed class Http : IAsyncDisposable
{
    private const int Flows = 50;

    /// <summary>How many producers a workflow has.</summary>
    private const int Producers = 10;

    private readonly ApiProcess api;
    private readonly HttpClient client;

    private Http(ApiProcess api)
    {
        this.api = api;
        client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Key);
    }

    public static async Task<Http> StartAsync() => new(await ApiProcess.StartAsync());

    /// <summary>Schedules a second, one a request.</summary>
    public async Task<long> SchedulesAsync(int count)
    {
        await Rig.FlowsAsync(Flows, Rig.WarmUp, number => SaveAsync($"hw{number}"));
        return await Rig.FlowsAsync(Flows, count, number => SaveAsync($"h{number}"));

        Task SaveAsync(string id) => SendAsync(HttpMethod.Post, "api/v1/schedules", ScheduleBody.Yearly(id).ToJson());
    }

    /// <summary>Schedules a second, in workflows.</summary>
    public async Task<long> WorkflowsAsync(int count)
    {
        await Rig.FlowsAsync(Flows, Rig.WarmUp / Producers, number => SaveAsync($"ww{number}"));
        return await Rig.FlowsAsync(Flows, count / Producers, number => SaveAsync($"w{number}")) * Producers;

        Task SaveAsync(string id) => SendAsync(HttpMethod.Put, $"api/v1/workflows/{id}", new { name = id, status = "active", handlerConfig = new { producers = ScheduleBody.YearlyProducers(Producers) } });
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await api.DisposeAsync();
    }

    private async Task SendAsync<T>(HttpMethod method, string path, T body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
