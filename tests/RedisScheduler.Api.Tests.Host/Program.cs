using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Api.Embedded;

// A process of its own around the embedded server, for tests to send signals to. Argument: the data folder.
var stop = new TaskCompletionSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var options = new EmbeddedServerOptions { DataDirectory = args[0] };
await using var server = await EmbeddedServer.StartAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
Console.WriteLine($"listening on {server.Url}");

await stop.Task;
var password = new Uri(server.Url).UserInfo.TrimStart(':');
var answer = await Resp.SendAsync(server.Port, password, ["SET", "last-words", "written"], CancellationToken.None);
Console.WriteLine($"last words {answer}");
