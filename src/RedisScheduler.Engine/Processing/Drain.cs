using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Processing;

/// <summary>The Processor's end: running jobs get their time, then they are told to stop and handed back, and everything that ended is reported.</summary>
internal sealed class Drain(Processor processor, Attempts attempts, RunningJobs running, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>How long a job may go on after it was told to stop because of the shutdown.</summary>
    internal static readonly TimeSpan StopWait = TimeSpan.FromSeconds(2);

    /// <summary>How long the last report may take.</summary>
    internal static readonly TimeSpan ReportWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    internal async Task RunAsync(CancellationToken cancel)
    {
        using var woken = cancel.UnsafeRegister(static wake => ((Loops.WakeUp)wake!).Set(), processor.Wake);
        if (running.Count > 0)
        {
            log.Stopping(running.Count, options.ShutdownTimeout);
            await UntilAsync(() => running.Count == 0, options.ShutdownTimeout, cancel);
        }

        if (running.Count > 0)
        {
            log.HandsBack(running.Count);
            foreach (var job in running.All())
            {
                running.Stop(job, StopCause.Shutdown);
            }

            await UntilAsync(() => running.Count == 0, StopWait, CancellationToken.None);
            foreach (var job in running.All())
            {
                attempts.Abandon(job);
            }
        }

        await UntilAsync(() => processor.Unreported == 0, ReportWait, CancellationToken.None);
        if (processor.Unreported is > 0 and var lost)
        {
            log.NotReported(lost);
        }
    }

    private async Task UntilAsync(Func<bool> done, TimeSpan longest, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (!done())
        {
            if (!await ReportAsync() || !done())
            {
                var left = longest - time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || cancel.IsCancellationRequested)
                {
                    return;
                }

                await processor.Wake.WaitAsync(left < Step ? left : Step);
            }
        }
    }

    private async Task<bool> ReportAsync()
    {
        try
        {
            await processor.RunOnceAsync(CancellationToken.None);
            return true;
        }
        catch (Exception error)
        {
            log.ReportFailed(error.Message);
            return false;
        }
    }
}
