using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedisScheduler.Bench;

/// <summary>The API host as any user has it, without the engine, on the stores of the measure.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Process process;

    private ApiProcess(Process process, Uri address, string key) => (this.process, Address, Key) = (process, address, key);

    public Uri Address { get; }

    /// <summary>An admin's key.</summary>
    public string Key { get; }

    public static async Task<ApiProcess> StartAsync()
    {
        var (address, key) = (new Uri($"http://127.0.0.1:{FreePort()}/"), $"{Guid.NewGuid():N}{Guid.NewGuid():N}");
        // From tests/RedisScheduler.Bench/bin/Release/net10.0 to the same of the API.
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var program = Path.Combine(
            output,
            "../../../../../src/RedisScheduler.Api/bin",
            Path.GetFileName(Path.GetDirectoryName(output)!),
            Path.GetFileName(output),
            "RedisScheduler.Api"
        );
        var start = new ProcessStartInfo(Path.GetFullPath(program))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ROLES"] = "api",
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["ADMIN_API_KEY"] = key,
            },
        };
        var api = new ApiProcess(Process.Start(start)!, address, key);
        api.process.OutputDataReceived += static (_, _) => { };
        api.process.BeginOutputReadLine();
        await Recorded.UntilAsync(api.IsReadyAsync, "the API is ready");
        return api;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        try
        {
            using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!process.HasExited)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
