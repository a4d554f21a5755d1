using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>Secrets by the names that targets give: <c>Secrets:NAME</c> of the configuration, or <c>SECRET_NAME</c> of the environment.</summary>
internal sealed class SigningSecrets(Settings settings, IConfiguration configuration, ILogger<SigningSecrets> logger)
{
    /// <summary>The name of the internal secret, which signs where no name is given.</summary>
    public const string InternalName = Settings.Names.InternalApiSecret;

    private readonly Lazy<string> internalSecret = new(() => settings.InternalApiSecret ?? Kept(settings.DataDir, logger));

    /// <summary>A secret by its name, the internal one where that is <c>null</c>; <c>null</c> when there is none of this name.</summary>
    public string? Find(string? name) =>
        name is null or InternalName
            ? internalSecret.Value
            : NotEmpty(configuration[$"Secrets:{name}"]) ?? NotEmpty(configuration[$"SECRET_{name}"]);

    private static string Kept(string dataDir, ILogger logger)
    {
        Log.InternalSecretKept(logger, InternalSecret.PathIn(dataDir));
        return InternalSecret.ReadOrMake(dataDir);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
