using System.Collections.Frozen;
using System.Text.Json;

namespace RedisScheduler.Storage.Columns;

/// <summary>Enum values as SQL keeps them: the words of the API.</summary>
internal static class Word
{
    public static string Of<T>(T value) where T : struct, Enum => Words<T>.Names[value];

    public static T Read<T>(string word) where T : struct, Enum => Words<T>.Values[word];

    private static class Words<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
