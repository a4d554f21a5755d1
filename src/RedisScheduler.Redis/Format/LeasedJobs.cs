using System.Globalization;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis.Format;

/// <summary>The jobs that a call leased while it made them: the token of their leases, and their numbers among all that it was to make (lease_job.lua).</summary>
internal static class LeasedJobs
{
    /// <param name="reply">The answer, at its token.</param>
    /// <param name="jobOf">A job by its number, from 1; asked in their order.</param>
    /// <param name="count">How many there are where all were leased.</param>
    /// <param name="nowMs">When they were made.</param>
    /// <param name="into">Where they are added.</param>
    public static void Read(Reply reply, Func<int, NewJob> jobOf, int count, long nowMs, List<TakenJob> into)
    {
        var (token, numbers) = (reply.Count(), reply.Text());
        if (numbers == "*")
        {
            for (var number = 1; number <= count; number++)
                into.Add(Taken(jobOf(number)));
            return;
        }

        foreach (var number in numbers.AsSpan().Split(','))
        {
            if (!numbers.AsSpan()[number].IsEmpty)
                into.Add(Taken(jobOf(int.Parse(numbers.AsSpan()[number], CultureInfo.InvariantCulture))));
        }

        TakenJob Taken(NewJob job) => new(job.Id, token, 1, 0, job.ScheduleKey, job.Spec, job.DueMs, nowMs, job.Trigger);
    }
}
