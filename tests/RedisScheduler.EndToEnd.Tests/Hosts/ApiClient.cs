using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>Talks to the API as any client does.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    public ApiClient(string url, string key)
    {
        http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Task WaitUntilReadyAsync(TimeSpan? deadline = null) =>
        Eventually.AsyncThat(() => StatusAsync("/readyz"), Is.EqualTo(200), deadline ?? TimeSpan.FromSeconds(120));

    public async Task<int> StatusAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)response.StatusCode;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await http.GetAsync(new Uri("/api/v1" + path, UriKind.Relative));
        return await AnswerAsync(response);
    }

    public async Task<JsonElement> PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PutAsync(new Uri("/api/v1" + path, UriKind.Relative), content);
        return await AnswerAsync(response);
    }

    public async Task<JsonElement> PostAsync(string path, string json = "{}")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/api/v1" + path, UriKind.Relative), content);
        return await AnswerAsync(response);
    }

    public async Task<string> RunNowAsync(string scheduleId) =>
        (await PostAsync($"/schedules/{scheduleId}/run")).GetProperty("executionId").GetString()!;

    public async Task<Run> RunAsync(string id) => Run.Read(await GetAsync($"/executions/{Uri.EscapeDataString(id)}"));

    /// <summary>Every run of a schedule, oldest first.</summary>
    public async Task<IReadOnlyList<Run>> RunsAsync(string scheduleId)
    {
        var runs = new List<Run>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await GetAsync($"/executions?scheduleId={scheduleId}&limit=500{cursor}");
            runs.AddRange(page.GetProperty("items").EnumerateArray().Select(Run.Read));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }

        runs.Reverse();
        return runs;
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
            );
        }

        return response.Content.Headers.ContentLength == 0 ? default : await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
