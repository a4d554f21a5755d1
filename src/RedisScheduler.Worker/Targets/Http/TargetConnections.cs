using System.Net;
using System.Net.Sockets;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>Makes the connections that targets are called through.</summary>
internal static class TargetConnections
{
    /// <summary>
    /// A pool of connections. Redirects are answers, not followed; cookies are not kept; proxies of the environment are not used, because behind one the address of the target
    /// could not be checked. Connections are renewed every few minutes, so that a change of DNS is noticed.
    /// </summary>
    public static SocketsHttpHandler Pool(bool allowPrivate) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, allowPrivate, cancel),
        };

    /// <summary>Checks the addresses that the name has at this moment and connects to one of those, so that no second look-up can answer differently.</summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool allowPrivate, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancel);
        var allowed = allowPrivate ? addresses : Array.FindAll(addresses, AddressRules.IsPublic);
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(endPoint.Host, addresses);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
