using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Access;

/// <summary>What all forms of the dashboard have in common: a token against forgery, and a way back with a sentence about what came of it.</summary>
internal static class Forms
{
    private static readonly AntiforgeryNeeded Needed = new();

    /// <summary>Refuses a request without the form's antiforgery token with 400.</summary>
    public static void RequireAntiforgery(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(Needed).AddEndpointFilter(async (context, next) =>
            context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } ? await next(context) : Results.BadRequest());

    /// <summary>Does what a form asks for and goes back to where it stood. A refusal is told there, and nothing was changed.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext http, string? returnUrl, Func<Task<string>> act)
    {
        try
        {
            FlashCookie.Leave(http, await act(), bad: false);
        }
        catch (InvalidInputException invalid)
        {
            FlashCookie.Leave(http, string.Join(' ', invalid.Errors.Select(field => $"{field.Key}: {string.Join(' ', field.Value)}")), bad: true);
        }
        catch (Exception refused) when (refused is MissingException or ConflictException or StoreUnavailableException)
        {
            FlashCookie.Leave(http, refused is InvalidInputException input ? string.Join(' ', input.Errors.Values.SelectMany(messages => messages)) : refused.Message, bad: true);
        }
        return Results.LocalRedirect(LocalUrl.Of(returnUrl));
    }

    private sealed class AntiforgeryNeeded : IAntiforgeryMetadata
    {
        public bool RequiresValidation => true;
    }
}
