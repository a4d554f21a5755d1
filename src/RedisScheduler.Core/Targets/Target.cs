namespace RedisScheduler.Targets;

/// <summary>What a job does.</summary>
public abstract record Target
{
    /// <summary>The name of the kind in requests and answers.</summary>
    public abstract string Type { get; }
}

/// <summary>Runs a .NET class that a worker registered under a name.</summary>
/// <param name="Name">The name.</param>
public sealed record HandlerTarget(string Name) : Target
{
    /// <summary>The name of this kind.</summary>
    public const string TypeName = "handler";

    /// <inheritdoc/>
    public override string Type => TypeName;
}

/// <summary>Sends a signed HTTP request (Standard Webhooks).</summary>
/// <param name="Url">Absolute, http or https.</param>
public sealed record HttpTarget(string Url) : Target
{
    /// <summary>The name of this kind.</summary>
    public const string TypeName = "http";

    /// <inheritdoc/>
    public override string Type => TypeName;

    /// <summary>POST by default.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Headers to add; never those of the signature.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the secret that signs; <c>null</c> signs with the internal one.</summary>
    public string? Secret { get; init; }

    /// <summary>Status codes that count as success; empty means 200 to 299.</summary>
    public IReadOnlyList<int> Expect { get; init; } = [];
}
