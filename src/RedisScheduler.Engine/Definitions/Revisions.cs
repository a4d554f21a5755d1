using RedisScheduler.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Revisions that a caller may demand.</summary>
public static class Revisions
{
    /// <summary>There must be none yet.</summary>
    public const long None = 0;

    /// <summary>There must be one, whichever.</summary>
    public const long Any = -1;

    internal static void Check(string kind, string id, long? there, long? demanded)
    {
        var met = demanded switch
        {
            null => true,
            None => there is null,
            Any => there is not null,
            _ => there == demanded,
        };
        if (!met)
        {
            throw new StaleException(kind, id);
        }
    }

    // What is stored and answered has milliseconds; what is compared with it must have no more.
    internal static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}

/// <summary>Checks of ids.</summary>
internal static class Ids
{
    public static void Check(string path, string id)
    {
        if (IdText.Fault(id) is { } fault)
        {
            throw FieldErrors.One(path, fault);
        }
    }
}
