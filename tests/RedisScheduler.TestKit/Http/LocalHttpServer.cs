using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace RedisScheduler.TestKit;

/// <summary>A real web server on a free port of 127.0.0.1 that records what it is asked and answers as told: 200 until told otherwise.</summary>
public sealed class LocalHttpServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<RecordedRequest> requests = [];
    private readonly Queue<HttpAnswer> script = new();
    private Func<RecordedRequest, HttpAnswer> otherwise = _ => HttpAnswer.Ok;

    private LocalHttpServer(WebApplication app)
    {
        this.app = app;
        app.Run(HandleAsync);
    }

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string Url => app.Urls.First();

    /// <summary>Everything it was asked so far, in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<LocalHttpServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new LocalHttpServer(builder.Build());
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Gives these answers to the next requests, one each; after them, <see cref="AnswerWith"/> decides.</summary>
    public LocalHttpServer Answer(params HttpAnswer[] answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        lock (requests)
        {
            foreach (var answer in answers)
            {
                script.Enqueue(answer);
            }
        }

        return this;
    }

    /// <summary>Decides each answer that <see cref="Answer"/> did not give.</summary>
    public LocalHttpServer AnswerWith(Func<RecordedRequest, HttpAnswer> decide)
    {
        lock (requests)
        {
            otherwise = decide;
        }

        return this;
    }

    /// <summary>Waits until at least <paramref name="count"/> requests have arrived, and returns all of them.</summary>
    public Task<IReadOnlyList<RecordedRequest>> WaitForRequestsAsync(int count, TimeSpan? deadline = null) =>
        Eventually.AsyncThat(() => Requests, Has.Count.AtLeast(count), deadline, $"requests to {Url}");

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        var path = $"{context.Request.Path}{context.Request.QueryString}";
        var request = new RecordedRequest(context.Request.Method, path, headers, body, TimeProvider.System.GetUtcNow());
        await WriteAsync(context, Record(request));
    }

    private HttpAnswer Record(RecordedRequest request)
    {
        lock (requests)
        {
            requests.Add(request);
            return script.TryDequeue(out var answer) ? answer : otherwise(request);
        }
    }

    private static async Task WriteAsync(HttpContext context, HttpAnswer answer)
    {
        try
        {
            await Task.Delay(answer.Delay, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (answer.Status == HttpAnswer.Abort.Status)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>())
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
