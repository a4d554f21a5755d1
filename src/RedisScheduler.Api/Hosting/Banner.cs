using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RedisScheduler.Api.Hosting;

/// <summary>What a new user sees: where everything is, and the first key, which is shown here once and is in no log.</summary>
internal static class Banner
{
    /// <summary>The block of text for the console.</summary>
    public static string Text(IReadOnlyCollection<string> addresses, string redis, string database, string? firstKey)
    {
        var url = addresses.FirstOrDefault() ?? "(no address)";
        var lines = new List<(string Name, string Value)>
        {
            ("Dashboard", url),
            ("API", $"{url}/api/v1"),
            ("OpenAPI", $"{url}/openapi/v1.json"),
            ("Redis", redis),
            ("Database", database),
        };
        if (firstKey is not null)
        {
            lines.Add(("API key", firstKey));
            lines.Add(("", "Keep it: it is shown this once, and opens the dashboard too."));
        }

        var rows = lines.Select(line => $"    {line.Name,-10} {line.Value}".TrimEnd());
        return string.Join(Environment.NewLine, ["", $"  RedisScheduler {Version}", "", .. rows, "", "  Ctrl-C stops it.", ""]);
    }

    /// <summary>Where the server listens.</summary>
    public static IReadOnlyCollection<string> Addresses(IServer server) =>
        [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(address => address.Replace("[::]", "localhost", StringComparison.Ordinal))];

    private static string Version => typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
