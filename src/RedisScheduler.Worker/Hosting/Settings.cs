using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Hosting;

/// <summary>
/// What a process is told by its environment, its appsettings or its command line; the same names in each. Durations are written <c>15s</c>, <c>1m30s</c> or <c>PT15S</c>.
/// </summary>
public sealed record Settings
{
    /// <summary>Each setting by its name.</summary>
    public static class Names
    {
#pragma warning disable CS1591 // The names are the documentation; what each means stands at the property of the same name.
        public const string RedisUrl = "REDIS_URL";
        public const string DatabaseUrl = "DATABASE_URL";
        public const string DataDir = "DATA_DIR";
        public const string AdminApiKey = "ADMIN_API_KEY";
        public const string InternalApiSecret = "INTERNAL_API_SECRET";
        public const string WorkerConcurrency = "WORKER_CONCURRENCY";
        public const string WorkerQueues = "WORKER_QUEUES";
        public const string RedisPrefix = "REDIS_PREFIX";
        public const string Shards = "SHARDS";
        public const string Roles = "ROLES";
        public const string LeaseDuration = "LEASE_DURATION";
        public const string AllowPrivateTargets = "ALLOW_PRIVATE_TARGETS";
        public const string Commands = "COMMANDS";
        public const string ShutdownTimeout = "SHUTDOWN_TIMEOUT";
#pragma warning restore CS1591
    }

    /// <summary><c>redis://[[user]:password@]host:port[/db]</c> or <c>rediss://…</c>, several separated by commas; <c>null</c> asks the API host for its embedded server.</summary>
    public string? RedisUrl { get; init; }

    /// <summary><c>sqlite:PATH</c> or <c>postgres://user:password@host:port/db</c>; <c>null</c> asks the API host for a SQLite file in <see cref="DataDir"/>.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>Full path of the folder for the embedded stores and the internal secret. Default <c>data</c> beside the working directory.</summary>
    public required string DataDir { get; init; }

    /// <summary>The first admin key; <c>null</c> has one made.</summary>
    public string? AdminApiKey { get; init; }

    /// <summary>Signs the requests of <c>http</c> targets that name no secret of their own; <c>null</c> has one made and kept in <see cref="DataDir"/>.</summary>
    public string? InternalApiSecret { get; init; }

    /// <summary>How many jobs this process runs at once; 1 to 10,000, default 20. More lets more wait for the network at once, and takes more memory.</summary>
    public int WorkerConcurrency { get; init; } = 20;

    /// <summary>The queues that this process takes jobs from, in order of preference. Default <c>default</c>.</summary>
    public IReadOnlyList<string> WorkerQueues { get; init; } = [QueueNames.Default];

    /// <summary>What every Redis key begins with; its braces keep all keys in one slot of a cluster. Default <c>{hangfire}:</c>.</summary>
    public string RedisPrefix { get; init; } = "{hangfire}:";

    /// <summary>How many shards Redis is filled with; 1 to 64, default 1. Changing it takes an empty Redis; see docs/shards.md.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Which parts this process runs.</summary>
    public Roles Roles { get; init; } = Roles.Engine;

    /// <summary>
    /// How long a job is owned without a renewal; 1 second to 1 hour, default 15 seconds. Lower: jobs of a dead worker run again sooner. Higher: a longer pause of a
    /// live worker is forgiven.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether <c>http</c> targets may be on loopback and private networks. Default: only where both stores are the embedded ones.</summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary>
    /// What <c>command</c> targets may run, by name: each setting <c>COMMANDS__name</c> (a section <c>COMMANDS</c> of the appsettings) is an executable's full path and the arguments that
    /// always come first, separated by blanks; a part that holds blanks stands in double quotes. Default: nothing.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Commands { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>How long running jobs may go on after the process was asked to stop; then they are handed back. Up to 1 hour, default 20 seconds (Kubernetes kills after 30).</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads and checks all settings; the URLs of the stores are checked by the stores, in <see cref="RedisSchedulerServices.AddRedisScheduler"/>.</summary>
    /// <param name="configuration">Where they stand.</param>
    /// <param name="defaultRoles">What runs where <c>ROLES</c> is not set.</param>
    /// <exception cref="SettingsException">One or more settings are wrong; it names each and says why.</exception>
    public static Settings Read(IConfiguration configuration, Roles defaultRoles)
    {
        var reader = new SettingsReader(configuration);
        var redisUrl = reader.Text(Names.RedisUrl);
        var databaseUrl = reader.Text(Names.DatabaseUrl);
        var defaults = new Settings { DataDir = "data" };
        var settings = new Settings
        {
            RedisUrl = redisUrl,
            DatabaseUrl = databaseUrl,
            DataDir = Path.GetFullPath(reader.Text(Names.DataDir) ?? defaults.DataDir),
            AdminApiKey = reader.Text(Names.AdminApiKey),
            InternalApiSecret = reader.Text(Names.InternalApiSecret, WebhookSecret.Fault),
            WorkerConcurrency = reader.Number(Names.WorkerConcurrency, defaults.WorkerConcurrency, 1, 10_000),
            WorkerQueues = reader.Ids(Names.WorkerQueues) ?? defaults.WorkerQueues,
            RedisPrefix = reader.Text(Names.RedisPrefix) ?? defaults.RedisPrefix,
            Shards = reader.Number(Names.Shards, defaults.Shards, 1, ShardMap.MaxShards),
            Roles = reader.Roles(Names.Roles, defaultRoles),
            LeaseDuration = reader.Duration(Names.LeaseDuration, defaults.LeaseDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            AllowPrivateTargets = reader.Flag(Names.AllowPrivateTargets, redisUrl is null && databaseUrl is null),
            Commands = reader.Commands(Names.Commands),
            ShutdownTimeout = reader.Duration(Names.ShutdownTimeout, defaults.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromHours(1)),
        };
        reader.ThrowIfRefused();
        return settings;
    }

    /// <summary>What may be shown: no URLs, which hold passwords, and no secrets.</summary>
    public override string ToString() =>
        $"Settings {{ Roles = {Roles}, Queues = {string.Join(',', WorkerQueues)}, Concurrency = {WorkerConcurrency}, DataDir = {DataDir} }}";
}
