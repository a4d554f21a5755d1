using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Changes;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Events;

/// <summary><c>/events</c>: server-sent events of what changes in the caller's scope.</summary>
internal static class EventEndpoints
{
    private const string ContentType = "text/event-stream";
    private const int MostListeners = 100;
    private const int LongestWait = 86_400;

    /// <summary>The wait between two looks at SQL.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static int listeners;

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGroup("/events").WithTags("Events").Require(Right.Read)
            .MapGet("", StreamAsync).WithSummary("Follow what changes, as server-sent events").WithQuery("seconds").Produces<string>(StatusCodes.Status200OK, ContentType);

    private static async Task StreamAsync(HttpContext http, Caller caller, IChangeReader reader, TimeProvider time, IHostApplicationLifetime host)
    {
        var query = new QueryReader(http);
        var end = time.GetUtcNow() + TimeSpan.FromSeconds(query.Whole("seconds", LongestWait, 0, LongestWait));
        query.Finish();
        if (Interlocked.Increment(ref listeners) > MostListeners)
        {
            Interlocked.Decrement(ref listeners);
            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, $"{MostListeners} listeners follow the changes already.") { RetryAfter = 5 };
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
            var position = FeedPosition.Parse(http.Request.Headers["Last-Event-ID"]) ?? new FeedPosition(0, time.GetUtcNow());
            http.Response.ContentType = ContentType;
            http.Response.Headers.CacheControl = "no-store";
            // Proxies that collect answers would hold the events back.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await FollowAsync(http.Response, new ChangeFeed(reader, caller.Scope, position), time, end, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener has gone, or the process stops.
        }
        finally
        {
            Interlocked.Decrement(ref listeners);
        }
    }

    private static async Task FollowAsync(HttpResponse response, ChangeFeed feed, TimeProvider time, DateTimeOffset end, CancellationToken cancel)
    {
        await SendAsync(response, ": follows\n\n", cancel);
        for (var last = time.GetUtcNow(); ;)
        {
            var now = time.GetUtcNow();
            var text = await NextAsync(feed, now, cancel);
            if (text.Length > 0 || now - last >= Heartbeat)
            {
                await SendAsync(response, text.Length > 0 ? text : ": still here\n\n", cancel);
                last = now;
            }

            if (now >= end)
            {
                return;
            }

            await Task.Delay(Interval, time, cancel);
        }
    }

    private static async Task<string> NextAsync(ChangeFeed feed, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            return string.Concat(await feed.NextAsync(now, cancel));
        }
        catch (StoreUnavailableException)
        {
            // What has changed meanwhile is told when the database is back.
            return "";
        }
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancel)
    {
        await response.WriteAsync(text, cancel);
        await response.Body.FlushAsync(cancel);
    }
}
