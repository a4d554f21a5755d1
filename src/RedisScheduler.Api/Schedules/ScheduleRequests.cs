using RedisScheduler.Api.Http;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Timing;

namespace RedisScheduler.Api.Schedules;

/// <summary>Reads the smaller requests about schedules.</summary>
internal static class ScheduleRequests
{
    private const int MaxReason = 1_000;
    private const int DefaultCount = 10;
    private const int MaxCount = 1_000;

    /// <summary>A pause; of a whole workflow it has no <c>cancelPending</c> of its own meaning, and is read alike.</summary>
    public static PauseRequest Pause(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.OptionalReader(errors);
        var request = new PauseRequest(reader.Text("reason", MaxReason), reader.Time("until"), reader.Flag("cancelPending") ?? false);
        reader.Finish();
        errors.ThrowIfAny();
        return request;
    }

    /// <summary>A request that has nothing to say.</summary>
    public static void Nothing(JsonBody body)
    {
        var errors = new FieldErrors();
        body.OptionalReader(errors).Finish();
        errors.ThrowIfAny();
    }

    /// <summary>A run now.</summary>
    public static RunRequest Run(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.OptionalReader(errors);
        var request = new RunRequest(PayloadReader.Read(reader, "payload"), PolicyReader.Named(reader, "overlap"));
        reader.Finish();
        errors.ThrowIfAny();
        return request;
    }

    /// <summary>A timing to be tried out.</summary>
    public static (ScheduleTiming Timing, int Count, DateTimeOffset? From) Preview(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        var timing = TimingReader.Read(reader, null);
        var count = (int?)reader.Whole("count", 1, MaxCount) ?? DefaultCount;
        var from = reader.Time("from");
        reader.Finish();
        errors.ThrowIfAny();
        return (timing, count, from);
    }

    /// <summary>How many due times of a schedule, and after which moment.</summary>
    public static (int Count, DateTimeOffset? From) Upcoming(HttpContext http)
    {
        var query = new QueryReader(http);
        var (count, from) = (query.Whole("count", DefaultCount, 1, MaxCount), query.Time("from"));
        query.Finish();
        return (count, from);
    }
}
