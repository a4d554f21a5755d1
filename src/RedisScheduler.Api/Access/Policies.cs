using Microsoft.AspNetCore.Authentication;
using RedisScheduler.Access;

namespace RedisScheduler.Api.Access;

/// <summary>Who may do what over the API, by <see cref="Rights"/>. Each policy names the scheme of keys, so that the dashboard's cookie opens nothing here.</summary>
internal static class Policies
{
    /// <summary>Adds the scheme of keys and a policy for each right.</summary>
    public static IServiceCollection AddKeyPolicies(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var right in Enum.GetValues<Right>())
        {
            authorization.AddPolicy(
                Name(right),
                policy => policy
                    .AddAuthenticationSchemes(KeyAuthentication.SchemeName)
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => KeyIdentity.Of(context.User) is { } key && right.IsHeldBy(key.Role, key.Scope)));
        }

        return services;
    }

    /// <summary>Lets in keys that have a right.</summary>
    public static T Require<T>(this T endpoints, Right right) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(Name(right)).WithMetadata(new RequiredRight(right));

    private static string Name(Right right) => $"key.{right}";
}

/// <summary>The right that an endpoint asks for.</summary>
internal sealed record RequiredRight(Right Right);
