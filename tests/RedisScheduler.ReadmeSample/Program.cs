using RedisScheduler.Jobs;
using RedisScheduler.Worker.Hosting;

var builder = RedisSchedulerWorker.CreateBuilder(args);
builder.AddHandler<Greeting>("greeting");
await builder.Build().RunAsync();

internal sealed class Greeting : IJobHandler
{
    public Task<object?> RunAsync(JobContext context, CancellationToken cancel) =>
        Task.FromResult<object?>($"Hello, {context.Payload.GetProperty("name")} (attempt {context.Attempt}).");
}
