using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Access;

namespace RedisScheduler.Api.Access;

/// <summary>Lets in who presents an API key: <c>Authorization: Bearer rs_…</c> (RFC 6750).</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IKeyCheck keys, RefusedSignIns refused
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "key";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var presented = header[Prefix.Length..].Trim();
        var key = await keys.CheckAsync(presented, Context.RequestAborted);
        if (key is null)
        {
            await refused.AddAsync(presented, Context.Connection.RemoteIpAddress?.ToString(), "api", Context.RequestAborted);
        }

        return key is null ? AuthenticateResult.Fail("The API key is not known.")
            : AuthenticateResult.Success(new AuthenticationTicket(KeyIdentity.Principal(key), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = failed ? "Bearer realm=\"RedisScheduler\", error=\"invalid_token\"" : "Bearer realm=\"RedisScheduler\"";
        await Problems.SendAsync(Context, Problems.Of(401, failed ? "The API key is not known." : "Send it as Authorization: Bearer KEY."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var right = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredRight>()?.Right;
        var enough = right is { } asked && KeyIdentity.Of(Context.User) is { } key && key.Role >= asked.LeastRole();
        return Problems.SendAsync(
            Context,
            enough ? Problems.Of(404, "There is nothing here for a key of one scope: this belongs to all scopes together.")
                : Problems.Of(403, "Its role is too low for this request."));
    }
}
