using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedisScheduler.Api.Embedded;

/// <summary>One command over a connection of its own: for questions about a server itself, where a client library would only be in the way.</summary>
internal static class Resp
{
    /// <summary>
    /// Sends a command to 127.0.0.1, after AUTH when there is a password, and returns the first line of its answer (<c>+PONG</c>, <c>:1</c>,
    /// <c>-ERR …</c>). The token bounds the wait for a server that is frozen.
    /// </summary>
    public static async Task<string> SendAsync(int port, string? password, string[] command, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
        if (password is not null)
        {
            var answer = await AskAsync(socket, reader, ["AUTH", password], cancellationToken);
            if (answer != "+OK")
            {
                return answer;
            }
        }

        return await AskAsync(socket, reader, command, cancellationToken);
    }

    private static async Task<string> AskAsync(TcpClient socket, StreamReader reader, string[] command, CancellationToken cancellationToken)
    {
        var parts = command.Select(part => $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        var text = $"*{command.Length}\r\n{string.Concat(parts)}";
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The server closed the connection.");
    }
}
