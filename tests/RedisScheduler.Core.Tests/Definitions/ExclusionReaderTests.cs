using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Definitions;

/// <summary>What a request says is left out, and how its mistakes are told.</summary>
public sealed class ExclusionReaderTests
{
    [Test]
    public void Expressions_and_names_are_read_in_their_order()
    {
        var exclusions = Read("""{"cron":"* * * * *","exclude":["* 12 * * *","@daily"],"calendars":["de","plant-2"]}""").Exclusions!;

        Assert.That(exclusions.Crons, Is.EqualTo(new[] { "* 12 * * *", "@daily" }));
        Assert.That(exclusions.Calendars.Select(calendar => (calendar.Id, calendar.Dates.Count)), Is.EqualTo(new[] { ("de", 0), ("plant-2", 0) }));
    }

    [TestCase("""{"cron":"* * * * *"}""")]
    [TestCase("""{"cron":"* * * * *","exclude":[],"calendars":null}""")]
    public void Nothing_that_is_left_out_is_the_same_as_no_word_of_it(string body) => Assert.That(Read(body).Exclusions, Is.Null);

    [TestCase("""{"exclude":"* 12 * * *"}""", "exclude", "Must be a list")]
    [TestCase("""{"exclude":["@daily","* 12 * *"]}""", "exclude[1]", "Expected 5 or 6 fields, found 4, at position 8")]
    [TestCase("""{"exclude":[5,"61 * * * *"]}""", "exclude[0]", "Must be a string")]
    [TestCase("""{"exclude":[5,"61 * * * *"]}""", "exclude[1]", "minute at position 0")]
    [TestCase("""{"exclude":["@every 5m"]}""", "exclude[0]", "no wall-clock time")]
    [TestCase("""{"calendars":["de","what ever"]}""", "calendars[1]", "has to be")]
    [TestCase("""{"calendars":[null]}""", "calendars[0]", "Must be a string")]
    public void A_mistake_is_told_at_its_place_in_the_list(string fields, string path, string message)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Read($$"""{"cron":"* * * * *",{{fields[1..]}}"""))!;

        Assert.That(refusal.Errors[path].Single(), Does.Contain(message));
    }

    [TestCase("2026-12-24", "2026-12-24")]
    [TestCase("2026-12-24/2026-12-24", "2026-12-24")]
    [TestCase("2026-12-24/2027-01-02", "2026-12-24/2027-01-02")]
    public void A_date_or_days_in_a_row_are_read(string text, string written)
    {
        Assert.That(DateRange.TryParse(text, out var range, out _), Is.True);
        Assert.That(range.ToString(), Is.EqualTo(written));
    }

    [TestCase("24.12.2026", "is no date")]
    [TestCase("2026-02-30", "is no date")]
    [TestCase("2026-12-24/", "is no date")]
    [TestCase("2026-12-24/2026-12-25/2026-12-26", "is no date")]
    [TestCase("2026-12-24/2026-12-23", "ends before it begins")]
    [TestCase("1969-12-31", "not between 1970 and 2199")]
    [TestCase("2026-01-01/2200-01-01", "not between 1970 and 2199")]
    public void What_is_no_date_is_refused_in_words(string text, string reason)
    {
        Assert.That(DateRange.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Does.Contain(reason));
    }

    private static ScheduleTiming Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        var errors = new FieldErrors();
        var timing = TimingReader.Read(new ObjectReader(json.RootElement, "", errors), null);
        errors.ThrowIfAny();
        return timing;
    }
}
