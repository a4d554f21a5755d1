using System.Text.Json;

namespace RedisScheduler.Definitions;

/// <summary>The members of an enum by the names that JSON uses.</summary>
public static class Words
{
    /// <summary>All members by their camelCase names.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>() where T : struct, Enum => Cache<T>.ByName;

    /// <summary>The camelCase name of a member.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Cache<T>.ByValue[value];

    private static class Cache<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByName =
            Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

        public static readonly Dictionary<T, string> ByValue = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
