namespace RedisScheduler.Storage.Definitions;

/// <summary>The id of a schedule is not, or no longer, that of the schedule which was read.</summary>
internal sealed class IdTakenException(string id) : Exception($"The schedule id '{id}' was taken meanwhile.")
{
    public string Id => id;
}
