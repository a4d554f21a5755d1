using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedisScheduler.TestKit;

/// <summary>One command over a connection of its own: for questions about a server itself, where a client library would only be in the way.</summary>
internal static class Resp
{
    /// <summary>Sends a command and returns the first line of its answer (<c>+PONG</c>, <c>:1</c>, <c>-ERR …</c>). The token bounds a frozen server.</summary>
    public static async Task<string> SendAsync(int port, string[] command, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = socket.GetStream();
        var text = $"*{command.Length}\r\n" + string.Concat(command.Select(part => $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The server closed the connection.");
    }
}
