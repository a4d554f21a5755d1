using System.Text;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>
/// Secrets that sign requests: <c>whsec_</c> and base64, as Standard Webhooks writes them, or any other text, whose UTF-8 bytes are the key (the libraries call that "raw").
/// </summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";

    /// <summary>What is wrong with a secret, or <c>null</c>. Never repeats it.</summary>
    public static string? Fault(string secret) =>
        !secret.StartsWith(Prefix, StringComparison.Ordinal) || TryDecode(secret, out _) ? null : $"what follows {Prefix} is not base64";

    /// <summary>The key that a secret stands for.</summary>
    /// <exception cref="FormatException"><see cref="Fault"/> has something to say about it.</exception>
    public static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        return TryDecode(secret, out var key) ? key : throw new FormatException(Fault(secret));
    }

    /// <summary>Writes a key as a secret.</summary>
    public static string Format(ReadOnlySpan<byte> key) => Prefix + Convert.ToBase64String(key);

    private static bool TryDecode(string secret, out byte[] key)
    {
        var text = secret.AsSpan(Prefix.Length);
        key = new byte[text.Length];
        var decoded = Convert.TryFromBase64Chars(text, key, out var length) && length > 0;
        key = key[..length];
        return decoded;
    }
}
