using Polly;
using Polly.Retry;
using RedisScheduler.Errors;
using RedisScheduler.Storage;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Applies the migrations before anything else of the host starts, and waits for a database that is not up yet.</summary>
internal sealed class MigrationsAtStart(IMigrations migrations, TimeProvider time, ILogger<MigrationsAtStart> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken) =>
        Pipeline().ExecuteAsync(async cancel => await migrations.ApplyAsync(cancel), cancellationToken).AsTask();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ResiliencePipeline Pipeline() =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<StoreUnavailableException>(),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = FirstWait,
                    MaxDelay = LongestWait,
                    OnRetry = retry =>
                    {
                        var cause = retry.Outcome.Exception!.InnerException ?? retry.Outcome.Exception;
                        Log.DatabaseNotUp(logger, cause.Message, retry.RetryDelay.TotalSeconds);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
}
