namespace RedisScheduler.Bench;

/// <summary>A worker process as any user has it, with the one handler. Answers every line of its input with the CPU time that it has used, in microseconds, and the bytes of memory that it holds, and stops at the end of it.</summary>
internal static class Worker
{
    public const string Answer = "cpu ";

    public static async Task RunAsync()
    {
        using var host = await Rig.HostAsync();
        await host.StartAsync();
        // Console.In blocks the thread that it is awaited on, which may be the one that brings Redis' answers.
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is not null)
        {
            await Console.Out.WriteLineAsync($"{Answer}{(long)Environment.CpuUsage.TotalTime.TotalMicroseconds} {Environment.WorkingSet}");
        }

        await host.StopAsync();
    }
}
