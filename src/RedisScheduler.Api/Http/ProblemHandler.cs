using Microsoft.AspNetCore.Diagnostics;

namespace RedisScheduler.Api.Http;

/// <summary>Turns every exception of a request into a problem: the one place where statuses are decided.</summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more; the status is only for the log.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception is BadHttpRequestException bad ? Problems.Of(bad.StatusCode, bad.Message) : Problems.Of(exception);
        if (problem is null)
        {
            log.Failed(exception, httpContext.Request.Method, httpContext.Request.Path);
            problem = Problems.Of(StatusCodes.Status500InternalServerError, "The server's log says more.");
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            log.StoreAway(exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await Problems.SendAsync(httpContext, problem);
        return true;
    }
}

/// <summary>What requests log. Event ids 3000 to 3009.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(3000, LogLevel.Error, "{Method} {Path} failed.")]
    internal static partial void Failed(this ILogger log, Exception error, string method, string path);

    [LoggerMessage(3001, LogLevel.Warning, "{Method} {Path} was answered with 503.")]
    internal static partial void StoreAway(this ILogger log, Exception error, string method, string path);
}
