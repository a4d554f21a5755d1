using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Core.Tests.Definitions;

/// <summary>Ids, moments and merge patches.</summary>
[TestFixture]
public sealed class TextTests
{
    [TestCase("a", true)]
    [TestCase("A-z_0.9", true)]
    [TestCase(".", true)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a:b", false)]
    [TestCase("a~b", false)]
    [TestCase("a/b", false)]
    [TestCase("é", false)]
    [TestCase("a\n", false)]
    public void An_id_is_made_of_letters_digits_dot_underscore_and_hyphen(string id, bool good) => Assert.That(IdText.Fault(id) is null, Is.EqualTo(good));

    [TestCase(128, true)]
    [TestCase(129, false)]
    public void An_id_has_at_most_128_characters(int length, bool good) => Assert.That(IdText.Fault(new string('a', length)) is null, Is.EqualTo(good));

    [TestCase("2030-01-31T09:30:00Z", "2030-01-31T09:30:00.000Z")]
    [TestCase("2030-01-31T09:30:00.1234567Z", "2030-01-31T09:30:00.123Z")]
    [TestCase("2030-01-31T09:30:00+02:00", "2030-01-31T07:30:00.000Z")]
    [TestCase("2030-01-31T09:30:00.5-03:30", "2030-01-31T13:00:00.500Z")]
    public void A_moment_is_read_with_its_offset_and_written_in_UTC(string text, string utc)
    {
        Assert.That(TimeText.TryParse(text, out var time, out _), Is.True);
        Assert.That(TimeText.Format(time), Is.EqualTo(utc));
    }

    [TestCase("2030-01-31T09:30:00")]
    [TestCase("2030-01-31")]
    [TestCase("2030-02-30T00:00:00Z")]
    [TestCase("31/01/2030 09:30:00Z")]
    [TestCase(" 2030-01-31T09:30:00Z")]
    [TestCase("1893456000000")]
    [TestCase("")]
    public void Anything_else_is_no_moment(string text)
    {
        Assert.That(TimeText.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Does.Contain(text));
    }

    // The examples of RFC 7396, appendix A, whose patch is an object.
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", "{}")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_does_what_RFC_7396_says(string target, string patch, string result) => Assert.That(Patched(target, patch), Is.EqualTo(result));

    [Test]
    public void A_merge_patch_keeps_the_text_of_what_it_does_not_name() =>
        Assert.That(Patched("""{"keep": {"x":  1.50, "y": "\u00e9"}, "a": 1}""", """{"a": 2.0}"""), Is.EqualTo("""{"keep":{"x":  1.50, "y": "\u00e9"},"a":2.0}"""));

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"x\"")]
    public void A_patch_that_is_no_object_is_refused(string patch) => Assert.That(() => Patched("{}", patch), Throws.TypeOf<InvalidInputException>());

    private static string Patched(string target, string patch)
    {
        using var targetDocument = JsonDocument.Parse(target);
        using var patchDocument = JsonDocument.Parse(patch);
        return MergePatch.Apply(targetDocument.RootElement, patchDocument.RootElement).GetRawText();
    }
}
