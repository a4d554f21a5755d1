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

/// <summary>Runs an executable that the worker's settings allow under a name, without a shell.</summary>
/// <param name="Name">The name.</param>
/// <param name="Args">Arguments, after those that the settings fix.</param>
public sealed record CommandTarget(string Name, IReadOnlyList<string> Args) : Target
{
    /// <summary>The name of this kind.</summary>
    public const string TypeName = "command";

    /// <inheritdoc/>
    public override string Type => TypeName;
}

/// <summary>Tells the subscriptions of the scope that match: each gets a delivery, which is a job of its own.</summary>
/// <param name="Topic">What subscriptions may filter by; <c>null</c> for none.</param>
public sealed record EventTarget(string? Topic) : Target
{
    /// <summary>The name of this kind.</summary>
    public const string TypeName = "event";

    /// <inheritdoc/>
    public override string Type => TypeName;
}
