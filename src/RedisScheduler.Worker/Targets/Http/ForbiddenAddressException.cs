using System.Net;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>A target's name has no address that it may have.</summary>
internal sealed class ForbiddenAddressException(string host, IReadOnlyList<IPAddress> addresses)
    : Exception(
        $"{host} is at {string.Join(", ", addresses)}, which is not on the public internet; {Settings.Names.AllowPrivateTargets}=true allows such targets."
    );
