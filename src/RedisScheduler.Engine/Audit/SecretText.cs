using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RedisScheduler.Engine.Audit;

/// <summary>What must not stand in the audit log: told by the names of fields, and by the shape of texts. What is neither named nor shaped like a secret is not found.</summary>
internal static partial class SecretText
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Masked = "***";

    // Words that name a secret wherever they stand in a name.
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "tokens", "authorization", "authentication", "auth", "cookie", "credential",
        "credentials", "signature", "apikey", "bearer",
    };

    // Words that make a key a secret one: an idempotency key is none.
    private static readonly HashSet<string> SecretKeys = new(StringComparer.OrdinalIgnoreCase) { "api", "private", "access", "signing", "encryption", "account", "shared", "master" };

    // The names of our own documents are few, and come again with every change; those of payloads may be any.
    private const int MostKnown = 1_000;
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a field or header of this name holds a secret: <c>X-Api-Key</c>, <c>clientSecret</c>, <c>access_token</c>.</summary>
    public static bool IsSecretName(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        var isSecret = HasSecretWord(name);
        if (Known.Count < MostKnown)
        {
            Known[name] = isSecret;
        }

        return isSecret;
    }

    private static bool HasSecretWord(string name)
    {
        var words = Word().Matches(name).Select(match => match.Value).ToArray();
        return Array.Exists(words, Secret.Contains)
            || words.Zip(words.Skip(1)).Any(pair => SecretKeys.Contains(pair.First) && pair.Second.Equals("key", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A text without the password of a URL, the secret parameters of its query, and what follows the names of authentication schemes.</summary>
    public static string Mask(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal) && !Scheme().IsMatch(text))
        {
            return text;
        }

        var masked = UserInfo().Replace(text, Masked);
        masked = Parameter().Replace(masked, match => IsSecretName(match.Groups["name"].Value) ? $"{match.Groups["begin"].Value}{Masked}" : match.Value);
        return Scheme().Replace(masked, match => $"{match.Groups["scheme"].Value} {Masked}");
    }

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=://)[^/?#@\s]+(?=@)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<begin>[?&](?<name>[^=&#\s]+)=)[^&#\s]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\b(?<scheme>Bearer|Basic|Digest)\s+[A-Za-z0-9._~+/=-]{8,}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();
}
