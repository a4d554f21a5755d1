using System.Reflection;

namespace RedisScheduler.Redis.Scripts;

/// <summary>The scripts of this assembly, one a transition.</summary>
internal static class LuaScripts
{
    private static readonly LuaLoader Loader = new(ReadEmbedded);

    public static readonly LuaScript Apply = Loader.Load("apply");
    public static readonly LuaScript Cancel = Loader.Load("cancel");
    public static readonly LuaScript CountRegistered = Loader.Load("count_registered");
    public static readonly LuaScript Due = Loader.Load("due");
    public static readonly LuaScript Enqueue = Loader.Load("enqueue");
    public static readonly LuaScript Exchange = Loader.Load("exchange");
    public static readonly LuaScript Extend = Loader.Load("extend");
    public static readonly LuaScript Fire = Loader.Load("fire");
    public static readonly LuaScript ForgetFailed = Loader.Load("forget_failed");
    public static readonly LuaScript Heartbeat = Loader.Load("heartbeat");
    public static readonly LuaScript OutboxHold = Loader.Load("outbox_hold");
    public static readonly LuaScript OutboxLength = Loader.Load("outbox_length");
    public static readonly LuaScript OutboxRead = Loader.Load("outbox_read");
    public static readonly LuaScript OutboxRelease = Loader.Load("outbox_release");
    public static readonly LuaScript OutboxTrim = Loader.Load("outbox_trim");
    public static readonly LuaScript PauseQueue = Loader.Load("pause_queue");
    public static readonly LuaScript Postpone = Loader.Load("postpone");
    public static readonly LuaScript Promote = Loader.Load("promote");
    public static readonly LuaScript Queues = Loader.Load("queues");
    public static readonly LuaScript Recover = Loader.Load("recover");
    public static readonly LuaScript Registered = Loader.Load("registered");
    public static readonly LuaScript Remove = Loader.Load("remove");
    public static readonly LuaScript RemoveWorker = Loader.Load("remove_worker");
    public static readonly LuaScript Scan = Loader.Load("scan");
    public static readonly LuaScript Shards = Loader.Load("shards");
    public static readonly LuaScript TakeTurn = Loader.Load("take_turn");
    public static readonly LuaScript Time = Loader.Load("time");
    public static readonly LuaScript Workers = Loader.Load("workers");

    /// <summary>The source of a script or an include (<c>includes/name</c>); <c>null</c> when there is none.</summary>
    internal static string? ReadEmbedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Lua/{name}.lua");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
