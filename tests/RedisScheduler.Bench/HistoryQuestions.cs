using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>What the API, the dashboard and the command line ask of the history.</summary>
internal static class HistoryQuestions
{
    /// <summary>Each by a name; asked once more it asks for another place.</summary>
    public static IEnumerable<(string Name, Func<Random, Task> Ask)> All(IExecutionReader reader, HistoryMonth month)
    {
        var (all, now) = (new ExecutionQuery(Scopes.Default), month.Now);
        yield return ("find", random => reader.FindAsync(Scopes.Default, month.Any(random), default));
        yield return ("attempts", random => reader.AttemptsAsync(Scopes.Default, month.Any(random), default));
        yield return ("list", random => List(all));
        yield return ("listFrom", random => List(all with { To = Past(random) }));
        yield return ("listSchedule", random => List(all with { ScheduleId = Schedule(random), To = Past(random) }));
        yield return ("listWorkflow", random => List(all with { WorkflowId = Workflow(random), To = Past(random) }));
        yield return ("listFailed", random => List(all with { Status = ExecutionStatus.Failed, To = Past(random) }));
        yield return ("listFailedOfSchedule", random => List(all with { Status = ExecutionStatus.Failed, ScheduleId = Schedule(random) }));
        yield return ("listFailedOfWorkflow", random => List(all with { Status = ExecutionStatus.Failed, WorkflowId = Workflow(random) }));
        yield return ("listNoneOfSchedule", random => List(all with { Status = ExecutionStatus.TimedOut, ScheduleId = Schedule(random) }));
        yield return ("listRunning", random => List(all with { Status = ExecutionStatus.Running }));
        yield return ("listManual", random => List(all with { Trigger = ExecutionTrigger.Manual, To = Past(random) }));
        yield return ("listManualOfSchedule", random => List(all with { Trigger = ExecutionTrigger.Manual, ScheduleId = Schedule(random) }));
        yield return ("statsDay", random => Stats(null, 1, StatsBucketWidth.Hour, random));
        yield return ("statsMonth", random => Stats(null, HistoryMonth.Days, StatsBucketWidth.Day, random));
        yield return ("statsMonthByHour", random => Stats(null, HistoryMonth.Days, StatsBucketWidth.Hour, random));
        yield return ("statsScheduleDay", random => Stats(Schedule(random), 1, StatsBucketWidth.Hour, random));
        yield return ("statsScheduleMonth", random => Stats(Schedule(random), HistoryMonth.Days, StatsBucketWidth.Day, random));

        Task List(ExecutionQuery query) => reader.ListAsync(query, default);

        Task Stats(string? schedule, int days, StatsBucketWidth bucket, Random random)
        {
            var to = days < HistoryMonth.Days ? Past(random) : now;
            return reader.StatsAsync(new StatsQuery(Scopes.Default, schedule, to.AddDays(-days), to, bucket), default);
        }

        DateTimeOffset Past(Random random) => now - (random.NextDouble() * TimeSpan.FromDays(HistoryMonth.Days - 1));
    }

    private static string Schedule(Random random) => HistoryMonth.Schedule(random.Next(HistoryMonth.Schedules));

    private static string Workflow(Random random) => HistoryMonth.Workflow(random.Next(HistoryMonth.Schedules));
}
