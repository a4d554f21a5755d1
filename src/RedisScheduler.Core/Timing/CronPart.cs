using System.Globalization;
using System.Numerics;

namespace RedisScheduler.Timing;

/// <summary>One field of an expression as it was read.</summary>
internal sealed record CronPart(CronField Field, IReadOnlyList<CronTerm> Terms)
{
    /// <summary>What a missing second field is.</summary>
    internal static readonly CronPart SecondZero = new(CronField.Second, [new(CronTermKind.Value, 0, 0, 1)]);

    /// <summary>The values that the field may have, as bits.</summary>
    internal ulong Bits { get; } = Terms.Aggregate(0UL, (bits, term) => bits | term.Bits(Field));

    /// <summary>Whether any value will do.</summary>
    internal bool IsAny => Terms is [{ Kind: CronTermKind.Star, Step: 1 }];

    /// <summary>Whether every item is one value.</summary>
    internal bool IsFixed => Terms.All(term => term.Kind is CronTermKind.Value);

    /// <summary>The values that the field may have, in order.</summary>
    internal IEnumerable<int> Values => ValuesOf(Bits);

    /// <summary>The values as a list that every cron parser understands.</summary>
    internal static string Canonical(CronField field, ulong bits)
    {
        if (BitOperations.PopCount(bits) == field.Cycle)
            return "*";
        return string.Join(',', ValuesOf(bits).Select(value => value.ToString(CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<int> ValuesOf(ulong bits) => Enumerable.Range(0, 64).Where(value => (bits >> value & 1) != 0);
}
