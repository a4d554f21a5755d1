using RedisScheduler.Worker.Hosting;

try
{
    var builder = RedisSchedulerWorker.CreateBuilder(args);
    builder.Services.AddDemoHandlers();
    await builder.Build().RunAsync();
    return 0;
}
catch (SettingsException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return SettingsException.ExitCode;
}
catch (OperationCanceledException)
{
    // Asked to stop while it still waited for its database.
    return 0;
}
