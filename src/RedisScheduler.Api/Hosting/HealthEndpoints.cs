using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Hosting;

/// <summary><c>/livez</c> and <c>/readyz</c>, which need no key.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/livez", () => TypedResults.Text("ok")).WithTags("Health").WithSummary("Whether the process lives");
        app.MapGet("/readyz", ReadyAsync).WithTags("Health").WithSummary("Whether the stores answer; 503 with what is missing").Produces<Readiness>().Produces<Readiness>(503);
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(IEnumerable<IStoreHealth> stores, TimeProvider time, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(stores.Select(store => AskAsync(store, time, cancel)));
        var readiness = new Readiness(
            Array.TrueForAll(answers, answer => answer.Detail == Readiness.Ok) ? "ready" : "notReady",
            answers.FirstOrDefault(answer => answer.Store == "redis").Detail ?? Readiness.Ok,
            answers.FirstOrDefault(answer => answer.Store == "database").Detail ?? Readiness.Ok
        );
        return TypedResults.Json(readiness, statusCode: readiness.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<(string Store, string Detail)> AskAsync(IStoreHealth store, TimeProvider time, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await store.PingAsync(either.Token).WaitAsync(either.Token);
            return (store.Store, Readiness.Ok);
        }
        catch (StoreUnavailableException error)
        {
            return (store.Store, error.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (store.Store, $"{store.Store} does not answer within {Patience.TotalSeconds:0} s.");
        }
    }
}

/// <summary>Whether requests can be served.</summary>
/// <param name="Status"><c>ready</c> or <c>notReady</c>.</param>
/// <param name="Redis"><c>ok</c>, or what is the matter.</param>
/// <param name="Database"><c>ok</c>, or what is the matter.</param>
internal sealed record Readiness(string Status, string Redis, string Database)
{
    /// <summary>Nothing is the matter.</summary>
    public const string Ok = "ok";
}
