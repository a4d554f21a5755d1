using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Signs in with an API key.</summary>
public sealed partial class SignInPage : ComponentBase
{
    private string? problem;

    /// <summary>The key that was typed.</summary>
    [SupplyParameterFromForm]
    public string? Key { get; set; }

    /// <summary>The page that was asked for before signing in.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private async Task SignInAsync()
    {
        try
        {
            var key = await Keys.CheckAsync(Key?.Trim() ?? "", Http.RequestAborted);
            if (key is null)
            {
                await Refused.AddAsync(Key?.Trim() ?? "", Http.Connection.RemoteIpAddress?.ToString(), "dashboard", Http.RequestAborted);
                Refuse(StatusCodes.Status401Unauthorized, "This key is not known.");
                return;
            }
            await Http.SignInAsync(DashboardCookie.Scheme, Person.Of(key).ToPrincipal());
        }
        catch (StoreUnavailableException)
        {
            Refuse(StatusCodes.Status503ServiceUnavailable, "The database does not answer, so keys cannot be checked. Try again in a moment.");
            return;
        }
        Navigation.NavigateTo(LocalUrl.Of(ReturnUrl));
    }

    private void Refuse(int status, string why)
    {
        Http.Response.StatusCode = status;
        problem = why;
    }
}
