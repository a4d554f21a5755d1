using System.Text;
using RedisScheduler.Worker.Targets;

namespace RedisScheduler.Worker.Tests.Targets;

[TestFixture]
public sealed class BoundedTextTests
{
    [TestCase("abc", 3, "abc")]
    [TestCase("abcd", 3, "abc")]
    [TestCase("aé", 2, "a")]
    [TestCase("aé", 3, "aé")]
    [TestCase("a😀b", 4, "a")]
    [TestCase("a😀b", 5, "a😀")]
    public void A_text_is_cut_between_characters(string text, int maxBytes, string expected)
    {
        Assert.That(BoundedText.Cut(text, maxBytes), Is.EqualTo(expected));
        Assert.That(BoundedText.Cut(Encoding.UTF8.GetBytes(text), maxBytes), Is.EqualTo(expected));
    }

    [Test]
    public void What_PostgreSQL_cannot_keep_is_replaced()
    {
        // Not test cases: an attribute's text cannot hold a lone surrogate.
        Assert.That(BoundedText.Cut("a\0b", 100), Is.EqualTo("a\uFFFDb"));
        Assert.That(BoundedText.Cut("a\uD800b", 100), Is.EqualTo("a\uFFFDb"));
        Assert.That(BoundedText.Cut("\uDC00", 100), Is.EqualTo("\uFFFD"));
    }

    [Test]
    public void Bytes_that_are_no_UTF_8_are_replaced_and_stay_in_bounds()
    {
        var bytes = Enumerable.Repeat((byte)0xFF, 100).ToArray();
        Assert.That(BoundedText.Cut(bytes, 30), Is.EqualTo(new string('\uFFFD', 10)));
    }
}
