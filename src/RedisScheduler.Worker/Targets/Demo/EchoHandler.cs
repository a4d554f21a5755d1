using RedisScheduler.Jobs;

namespace RedisScheduler.Worker.Targets.Demo;

/// <summary><c>demo.echo</c>: answers with its payload.</summary>
internal sealed class EchoHandler : IJobHandler
{
    public Task<object?> RunAsync(JobContext context, CancellationToken cancel) => Task.FromResult<object?>(context.Payload);
}
