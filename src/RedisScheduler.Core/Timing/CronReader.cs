using System.Globalization;

namespace RedisScheduler.Timing;

/// <summary>Reads one field of an expression; the first thing that is wrong ends it.</summary>
internal ref struct CronReader(string text, int start, int end, CronField field)
{
    private int at = start;

    /// <summary>What is wrong; null while nothing is.</summary>
    internal CronError? Error { get; private set; }

    /// <summary>Reads the whole field; null where something is wrong with it.</summary>
    internal CronPart? Read()
    {
        var terms = new List<CronTerm>();
        if (Accept('*') || Accept('?'))
            terms.Add(new(CronTermKind.Star, field.Min, field.Max, Accept('/') ? Step() : 1));
        else if (Special() is { } special)
            terms.Add(special);
        else if (Error is null)
            ReadList(terms);

        if (Error is null && at < end)
            Fail(Unexpected(), at);
        return Error is null ? new(field, terms) : null;
    }

    private CronTerm? Special()
    {
        if (field == CronField.DayOfMonth && AcceptLetter('L'))
        {
            var before = Accept('-') ? Number(0, 30) : 0;
            return new(AcceptLetter('W') ? CronTermKind.LastWeekday : CronTermKind.Last, before, 0, 1);
        }

        var begin = at;
        var value = Value();
        if (Error is not null)
            return null;
        if (field == CronField.DayOfMonth && AcceptLetter('W'))
            return new(CronTermKind.NearestWeekday, value, 0, 1);
        if (field == CronField.DayOfWeek && AcceptLetter('L'))
            return new(CronTermKind.LastOf, value, 0, 1);
        if (field == CronField.DayOfWeek && Accept('#'))
            return new(CronTermKind.Nth, value, Number(1, 5), 1);
        at = begin;
        return null;
    }

    private void ReadList(List<CronTerm> terms)
    {
        do
        {
            var low = Value();
            if (Accept('-'))
                terms.Add(new(CronTermKind.Range, low, Value(), Accept('/') ? Step() : 1));
            else if (Accept('/'))
                terms.Add(new(CronTermKind.From, low, field.Max, Step()));
            else
                terms.Add(new(CronTermKind.Value, low, low, 1));
        } while (Error is null && Accept(','));
    }

    private int Step() => Number(1, field.Max);

    private int Value()
    {
        if (at >= end || !char.IsAsciiLetter(text[at]) || field.Names.Length == 0)
            return Number(field.Min, field.Max);

        var name = text.AsSpan(at, Math.Min(3, end - at));
        for (var i = 0; i < field.Names.Length; i++)
        {
            if (name.Equals(field.Names[i], StringComparison.OrdinalIgnoreCase))
            {
                at += 3;
                return field.Min + i;
            }
        }
        return Fail($"'{name}' is not a name; they are {field.Names[0]} to {field.Names[^1]}", at);
    }

    private int Number(int low, int high)
    {
        var begin = at;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        if (begin == at)
            return Fail(at < end ? $"'{text[at]}' is not a number from {low} to {high}" : $"a number from {low} to {high} is missing", at);

        var digits = text.AsSpan(begin, at - begin);
        if (digits.Length > 2 || int.Parse(digits, CultureInfo.InvariantCulture) is var number && (number < low || number > high))
            return Fail($"{digits} is not a number from {low} to {high}", begin);
        return number;
    }

    private readonly string Unexpected() =>
        char.ToUpperInvariant(text[at]) switch
        {
            'L' or 'W' or '#' when field == CronField.DayOfMonth || field == CronField.DayOfWeek =>
                $"'{text[at]}' is not expected here, it goes with one day only, not with lists, ranges and steps",
            ',' => "',' is not expected here: '*', '?', L, W and # cannot be in a list",
            _ => $"'{text[at]}' is not expected here",
        };

    private bool Accept(char expected)
    {
        if (Error is not null || at >= end || text[at] != expected)
            return false;
        at++;
        return true;
    }

    private bool AcceptLetter(char expected) => Accept(expected) || Accept(char.ToLowerInvariant(expected));

    private int Fail(string what, int position)
    {
        Error ??= new($"{what}, in the field {field.Name} at position {position}.", field.Name, position);
        return field.Min;
    }
}
