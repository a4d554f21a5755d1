using RedisScheduler.Api.Embedded;
using RedisScheduler.Api.Hosting;
using RedisScheduler.Errors;
using RedisScheduler.Worker.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(HostArgs.Of(args));
    builder.AddQuietLogs();
    var settings = Settings.Read(builder.Configuration, Roles.All);
    FirstSteps.Check(settings);
    using var early = Logs.Early(builder.Configuration);
    await using var stores = await EmbeddedStores.StartAsync(settings, early.CreateLogger<EmbeddedServer>(), CancellationToken.None);
    builder.AddApi(stores.Settings, StoreNames.Of(settings));
    await using var app = builder.Build();
    app.MapApi();
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (error is SettingsException or ShardsChangedException or EmbeddedServerException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return SettingsException.ExitCode;
}
