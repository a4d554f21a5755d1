using System.Security.Cryptography;
using System.Text;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Definitions;

namespace RedisScheduler.Api.Http;

/// <summary>
/// Honours <c>Idempotency-Key</c>: a request that comes again is answered again, and not done again. What was refused is not kept, so that it can be put right and sent under the same key.
/// </summary>
internal sealed class Idempotency(IIdempotencyStore store, TimeProvider time) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxLength = 255;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            return await next(context);
        }

        if (key.Length > MaxLength)
        {
            throw FieldErrors.One(Header, $"Must be at most {MaxLength} characters.");
        }

        var scope = Caller.Of(http).Scope;
        var hash = Hash(http.Request, context.Arguments.OfType<JsonBody>().FirstOrDefault());
        var kept = await store.ClaimAsync(scope, key, hash, time.GetUtcNow(), http.RequestAborted);
        return kept is null ? await FirstAsync(context, next, scope, key, hash) : Replay(http, kept, hash);
    }

    private static KeptResult Replay(HttpContext http, IdempotentAnswer kept, string hash)
    {
        if (kept.RequestHash != hash)
        {
            throw new RefusedException(StatusCodes.Status422UnprocessableEntity, "Another request was sent under this Idempotency-Key; use a new one.");
        }

        if (kept.Status == 0)
        {
            throw new RefusedException(StatusCodes.Status409Conflict, "The first request under this Idempotency-Key is still at work.") { RetryAfter = 1 };
        }

        http.Response.Headers[ReplayedHeader] = "true";
        return new KeptResult(kept);
    }

    private async Task<object?> FirstAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string scope, string key, string hash)
    {
        IdempotentAnswer answer;
        try
        {
            answer = await AnswerAsync(context.HttpContext, await next(context), hash);
        }
        catch
        {
            await store.AbandonAsync(scope, key, CancellationToken.None);
            throw;
        }

        // The work is done, whether or not the caller still waits.
        await store.CompleteAsync(scope, key, answer, CancellationToken.None);
        return new KeptResult(answer);
    }

    private static async Task<IdempotentAnswer> AnswerAsync(HttpContext http, object? result, string hash)
    {
        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await ((IResult)result!).ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        var location = http.Response.Headers.Location.ToString();
        return new IdempotentAnswer(
            hash, http.Response.StatusCode, kept.Length == 0 ? null : Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), location.Length == 0 ? null : location);
    }

    private static string Hash(HttpRequest request, JsonBody? body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString} {body?.Hash}")));

    private sealed class KeptResult(IdempotentAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            if (answer.Location is not null)
            {
                httpContext.Response.Headers.Location = answer.Location;
            }

            if (answer.Body is not null)
            {
                httpContext.Response.ContentType = "application/json; charset=utf-8";
                await httpContext.Response.WriteAsync(answer.Body, httpContext.RequestAborted);
            }
        }
    }
}
