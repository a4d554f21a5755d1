using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RedisScheduler.Cli.Http;

/// <summary>Sends requests with the key. A redirect is not followed: the key is for this server alone.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient http;
    private readonly Uri server;

    public ApiClient(Uri server, string key, string? scope)
    {
        this.server = server;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (scope is not null)
        {
            http.DefaultRequestHeaders.Add("X-Scope", scope);
        }
    }

    /// <summary>Asks, and returns the answer where it is a success.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    /// <exception cref="UnreachableException">Nothing answers, or something that is no RedisScheduler.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, ApiPath path, string? body, CancellationToken cancel) =>
        Demand(await TryAsync(method, path, body, cancel));

    /// <summary>Returns an answer that is a success.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    /// <exception cref="UnreachableException">It is none of RedisScheduler's.</exception>
    public ApiAnswer Demand(ApiAnswer answer) =>
        !answer.IsSuccess ? throw new RefusedException(answer)
        : answer.Text.Length > 0 && answer.Json.ValueKind != JsonValueKind.Object ? throw new UnreachableException($"What answers at {Address} is no RedisScheduler.")
        : answer;

    /// <summary>Asks, and returns the answer whatever it is.</summary>
    /// <exception cref="UnreachableException">Nothing answers.</exception>
    public async Task<ApiAnswer> TryAsync(HttpMethod method, ApiPath path, string? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.Text, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            return new ApiAnswer(response.StatusCode, text, Read(text));
        }
        catch (HttpRequestException error)
        {
            throw new UnreachableException($"{Address} is not reachable: {error.Message}", error);
        }
        catch (TaskCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new UnreachableException($"{Address} does not answer within {Patience.TotalSeconds:0} s.", error);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Without user and password, which an address may have.</summary>
    private string Address => $"{server.Scheme}://{server.Authority}";

    private static JsonElement Read(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
