using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Chooses the scope that is looked at. Goes to the start page, because what the present page is about belongs to the scope of before.</summary>
internal static class ScopeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/scope", ChooseAsync).RequireAuthorization(DashboardPolicies.Read).ExcludeFromDescription().RequireAntiforgery();

    private static Task<IResult> ChooseAsync([FromForm] string? scope, ScopeService scopes, HttpContext http) =>
        Forms.AnswerAsync(http, "/", async () =>
        {
            var (person, chosen) = (Person.Of(http.User)!, scope ?? "");
            if (person.KeyScope is not null || !await scopes.ExistsAsync(chosen, http.RequestAborted))
            {
                throw new MissingException("scope", chosen);
            }

            await http.SignInAsync(DashboardCookie.Scheme, (person with { Scope = chosen }).ToPrincipal());
            return $"This is the scope {chosen}.";
        });
}
