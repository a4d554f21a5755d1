using System.Text.Json.Serialization;
using RedisScheduler.Targets;

namespace RedisScheduler.Api.Schedules;

/// <summary>What a job does.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HandlerTargetBody), HandlerTarget.TypeName)]
[JsonDerivedType(typeof(HttpTargetBody), HttpTarget.TypeName)]
[JsonDerivedType(typeof(CommandTargetBody), CommandTarget.TypeName)]
[JsonDerivedType(typeof(EventTargetBody), EventTarget.TypeName)]
internal abstract record TargetBody
{
    public static TargetBody Of(Target target) =>
        target switch
        {
            HandlerTarget handler => new HandlerTargetBody { Name = handler.Name },
            HttpTarget http => new HttpTargetBody { Url = http.Url, Method = http.Method, Headers = http.Headers, Secret = http.Secret, Expect = http.Expect },
            CommandTarget command => new CommandTargetBody { Name = command.Name, Args = command.Args },
            EventTarget happening => new EventTargetBody { Topic = happening.Topic },
            _ => throw new NotSupportedException($"Targets of type '{target.Type}' have no JSON."),
        };
}

/// <summary>Runs a .NET class that a worker registered under a name.</summary>
internal sealed record HandlerTargetBody : TargetBody
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }
}

/// <summary>Sends a signed HTTP request (Standard Webhooks).</summary>
internal sealed record HttpTargetBody : TargetBody
{
    /// <summary>Absolute, http or https.</summary>
    public required string Url { get; init; }

    /// <summary>GET, POST, PUT, PATCH or DELETE; POST by default.</summary>
    public string? Method { get; init; }

    /// <summary>Headers to add.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The name of the secret that signs; without one the internal secret does.</summary>
    public string? Secret { get; init; }

    /// <summary>Status codes that count as success; 200 to 299 by default.</summary>
    public IReadOnlyList<int>? Expect { get; init; }
}

/// <summary>Runs an executable that the worker's settings allow under a name, without a shell.</summary>
internal sealed record CommandTargetBody : TargetBody
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Arguments, after those that the settings fix; at most 100.</summary>
    public IReadOnlyList<string>? Args { get; init; }
}

/// <summary>Tells the subscriptions of the scope that match; each gets a delivery, which is a run of its own.</summary>
internal sealed record EventTargetBody : TargetBody
{
    /// <summary>What subscriptions may filter by; any name but alert.</summary>
    public string? Topic { get; init; }
}
