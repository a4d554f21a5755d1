using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RedisScheduler.Engine.Access;

/// <summary>Keys as they are presented: <c>rs_{id}_{secret}</c> with 256 bits of secret. The first admin key may be any text of somebody's choice.</summary>
internal static class KeySecret
{
    private const string Prefix = "rs_";

    /// <summary>A new key for a public part.</summary>
    public static string New(string id) => $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>A new public part: 10 of a-z and 2-7, so that it holds nothing that a key is cut at.</summary>
    public static string NewId() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 10);

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether two hashes are the same, in a time that does not depend on where they differ.</summary>
    public static bool Matches(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));

    /// <summary>The public part of a key.</summary>
    public static bool TryReadId(string key, [NotNullWhen(true)] out string? id)
    {
        var end = key.StartsWith(Prefix, StringComparison.Ordinal) ? key.IndexOf('_', Prefix.Length) : -1;
        id = end > Prefix.Length ? key[Prefix.Length..end] : null;
        return id is not null;
    }
}
