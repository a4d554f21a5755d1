using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using RedisScheduler.Dashboard.Access;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>
/// What every page of the dashboard has: who looks at it, the time, and reads that tell of a store that is away instead of breaking the page.
/// Pages are public because the router finds only public ones.
/// </summary>
[Authorize(DashboardPolicies.Read)]
public abstract class DashboardPage : ComponentBase
{
    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private StoresAway Away { get; set; } = null!;

    private protected Person Person => Person.Of(Http.User) ?? throw new InvalidOperationException("The page was reached by nobody.");

    private protected string Scope => Person.Scope;

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    private protected CancellationToken Cancel => Http.RequestAborted;

    private protected Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class? => Away.TryAsync(read);

    /// <summary>Answers 404: what the page is about is not there.</summary>
    private protected void Missing()
    {
        if (Away.Names.Count > 0)
            return;
        // Set any earlier, the framework would leave the body to somebody else and send none.
        Http.Response.OnStarting(() =>
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
