using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests;

/// <summary>Stops the shared API after the last test of all namespaces below.</summary>
[SetUpFixture]
internal sealed class SharedApiEnd
{
    [OneTimeTearDown]
    public Task StopAsync() => SharedApi.StopAsync();
}
