using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Core.Tests.Definitions;

[TestFixture]
public sealed class ObjectReaderTests
{
    private enum Colour
    {
        LightBlue,
        Red,
    }

    [Test]
    public void What_is_absent_or_null_reads_as_null_and_is_no_mistake()
    {
        var reader = Reader("""{"a": null}""", out var errors);
        Assert.That((reader.Text("a", 5), reader.Flag("b"), reader.Whole("c", 0, 9), reader.Duration("d", TimeSpan.Zero, TimeSpan.MaxValue)), Is.EqualTo(((string?)null, (bool?)null, (long?)null, (TimeSpan?)null)));
        reader.Finish();
        Assert.That(errors.Any, Is.False);
    }

    [TestCase("""{"f": 5}""", "Must be a string, not a number.")]
    [TestCase("""{"f": ""}""", "Must not be empty.")]
    [TestCase("""{"f": "123456"}""", "Must be at most 5 characters, not 6.")]
    [TestCase("""{"f": "\u0000"}""", "Must not hold the character U+0000.")]
    [TestCase("""{"f": "\ud800"}""", "Is no Unicode text.")]
    [TestCase("""{"f": ["x"]}""", "Must be a string, not a list.")]
    public void A_text_is_refused(string json, string because) => Assert.That(Refusal(json, reader => reader.Text("f", 5)), Is.EqualTo(because));

    [TestCase("1.5")]
    [TestCase("\"1\"")]
    [TestCase("10")]
    [TestCase("-1")]
    [TestCase("1e99")]
    [TestCase("true")]
    public void A_whole_number_is_refused(string value) =>
        Assert.That(Refusal($$"""{"f": {{value}}}""", reader => reader.Whole("f", 0, 9)), Is.EqualTo($"Must be a whole number from 0 to 9, not {value}."));

    [TestCase("lightBlue", true)]
    [TestCase("LightBlue", false)]
    [TestCase("0", false)]
    [TestCase("green", false)]
    public void A_word_is_one_of_its_list_exactly(string word, bool known)
    {
        var reader = Reader($$"""{"f": "{{word}}"}""", out var errors);
        Assert.That(reader.Word("f", Words.Of<Colour>()) is not null, Is.EqualTo(known));
        Assert.That(errors.Any, Is.Not.EqualTo(known));
    }

    [TestCase("0s", true)]
    [TestCase("PT0S", true)]
    [TestCase("1m", true)]
    [TestCase("61s", false)]
    [TestCase("0", false)]
    [TestCase("-1s", false)]
    public void A_duration_has_a_range_and_may_be_zero_where_that_has_a_meaning(string text, bool good)
    {
        var reader = Reader($$"""{"f": "{{text}}"}""", out var errors);
        Assert.That(reader.Duration("f", TimeSpan.Zero, TimeSpan.FromMinutes(1)) is not null, Is.EqualTo(good));
        Assert.That(errors.Any, Is.Not.EqualTo(good));
    }

    [Test]
    public void A_field_that_nobody_took_is_refused_with_the_name_that_was_meant()
    {
        var reader = Reader("""{"timezone": "UTC", "colour": 1}""", out var errors);
        reader.Text("timeZone", 50);
        reader.Finish();
        Assert.That(Messages(errors), Is.EqualTo(new Dictionary<string, string> { ["colour"] = "Is not a known field.", ["timezone"] = "Is not a known field; 'timeZone' is." }));
    }

    [Test]
    public void A_field_that_is_given_twice_is_refused()
    {
        Reader("""{"a": 1, "a": 1}""", out var errors);
        Assert.That(Messages(errors)["a"], Is.EqualTo("Is given twice."));
    }

    [Test]
    public void Paths_go_down_through_objects_and_lists()
    {
        var errors = new FieldErrors();
        using var json = JsonDocument.Parse("""{"a": {"b": {"tags": ["x", "x", 5, ""]}}}""");
        new ObjectReader(json.RootElement, "", errors).Child("a")!.Child("b")!.Tags("tags");
        Assert.That(Messages(errors).Keys, Is.EqualTo(new[] { "a.b.tags[1]", "a.b.tags[2]", "a.b.tags[3]" }));
    }

    [Test]
    public void The_whole_request_is_shown_as_a_dollar()
    {
        Reader("[]", out var errors);
        Assert.That(Messages(errors), Is.EqualTo(new Dictionary<string, string> { ["$"] = "Must be an object, not a list." }));
    }

    private static ObjectReader Reader(string json, out FieldErrors errors)
    {
        errors = new FieldErrors();
        using var document = JsonDocument.Parse(json);
        return new ObjectReader(document.RootElement.Clone(), "", errors);
    }

    private static string Refusal(string json, Action<ObjectReader> read)
    {
        var reader = Reader(json, out var errors);
        read(reader);
        return Messages(errors)["f"];
    }

    private static Dictionary<string, string> Messages(FieldErrors errors) =>
        Assert.Throws<InvalidInputException>(errors.ThrowIfAny)!.Errors.ToDictionary(pair => pair.Key, pair => string.Join(' ', pair.Value));
}
