using System.Security.Cryptography;
using System.Text;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>The signature of Standard Webhooks (standardwebhooks.com, symmetric, version 1).</summary>
internal static class WebhookSignature
{
    /// <summary>Signs <c>{id}.{timestamp}.{body}</c> with HMAC-SHA256 and writes the header's value.</summary>
    /// <param name="key">The key that the secret stands for.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: unix seconds.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Of(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
