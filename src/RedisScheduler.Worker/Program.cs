using RedisScheduler.Errors;
using RedisScheduler.Worker.Hosting;

try
{
    var builder = RedisSchedulerWorker.CreateBuilder(args);
    builder.Services.AddDemoHandlers();
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception error) when (error is SettingsException or ShardsChangedException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return SettingsException.ExitCode;
}
catch (OperationCanceledException)
{
    // Asked to stop while it still waited for its database.
    return 0;
}
