using Microsoft.AspNetCore.Authentication;
using RedisScheduler.Access;

namespace RedisScheduler.Api.Access;

/// <summary>Who may do what over the API. Each policy names the scheme of keys, so that the dashboard's cookie opens nothing here.</summary>
internal static class Policies
{
    /// <summary>Adds the scheme of keys and a policy for each role.</summary>
    public static IServiceCollection AddKeyPolicies(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
        {
            var enough = Enum.GetValues<Role>().Where(other => other >= role).Select(other => other.ToString()).ToArray();
            authorization.AddPolicy(Name(role), policy => policy.AddAuthenticationSchemes(KeyAuthentication.SchemeName).RequireRole(enough));
        }

        return services;
    }

    /// <summary>Lets in keys of a role, and of higher ones.</summary>
    public static T Require<T>(this T endpoints, Role role) where T : IEndpointConventionBuilder => endpoints.RequireAuthorization(Name(role));

    private static string Name(Role role) => $"key.{role}";
}
