using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Ends a session.</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", (Delegate)SignOutAsync).RequireAuthorization(DashboardPolicies.Read).ExcludeFromDescription().RequireAntiforgery();

    private static async Task<IResult> SignOutAsync(HttpContext http)
    {
        await http.SignOutAsync(DashboardCookie.Scheme);
        return Results.LocalRedirect(DashboardCookie.SignInPath);
    }
}
