using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RedisScheduler.Api.Tests.Hosting;

/// <summary>Talks to the API as any client does; paths are below <c>/api/v1</c> unless they begin with <c>/api/scheduler</c> or have two slashes.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    public ApiClient(string url, string? key)
    {
        http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, string json, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, json, headers);

    public Task<Answer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, headers);

    public Task<Answer> PatchAsync(string path, string json, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, json, headers);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, (string Name, string Value)[]? headers = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(Absolute(path), UriKind.Relative));
        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var sent = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, sent);
    }

    public void Dispose() => http.Dispose();

    private static string Absolute(string path) =>
        path.StartsWith("//", StringComparison.Ordinal) ? path[1..]
        : path.StartsWith("/api/", StringComparison.Ordinal) ? path
        : "/api/v1" + path;
}

/// <summary>What the API answered.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    public JsonElement this[string field] => Json.GetProperty(field);

    /// <summary>A field as text.</summary>
    public string? Value(string field) => Json.GetProperty(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : Json.GetProperty(field).GetRawText();

    public string ETag => Headers["ETag"];

    /// <summary>The ids of its items, or of its schedules.</summary>
    public IEnumerable<string?> Ids(string list = "items") => Json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("id").GetString());

    /// <summary>The answer, where it has the status that was expected; else the test fails and shows it.</summary>
    public Answer Expect(int status)
    {
        Assert.That(Status, Is.EqualTo(status), Text);
        return this;
    }

    /// <summary>The messages about a field of a request that was refused with 400.</summary>
    public string ErrorOf(string path)
    {
        Expect(400);
        Assert.That(Headers["Content-Type"], Does.StartWith("application/problem+json"));
        Assert.That(Json.GetProperty("errors").TryGetProperty(path, out var messages), Is.True, $"no error for {path}: {Text}");
        return string.Join(' ', messages.EnumerateArray().Select(message => message.GetString()));
    }
}
