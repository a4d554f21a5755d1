using System.Text;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Tests.Targets.Http;

[TestFixture]
public sealed class WebhookSignatureTests
{
    /// <summary>The vector that the reference libraries of Standard Webhooks are tested with.</summary>
    [Test]
    public void The_published_test_vector_of_Standard_Webhooks_holds()
    {
        var signature = WebhookSignature.Of(
            WebhookSecret.Key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")
        );
        Assert.That(signature, Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    [Test]
    public void A_secret_without_the_prefix_is_its_own_bytes() =>
        Assert.That(WebhookSecret.Key("héllo"), Is.EqualTo(Encoding.UTF8.GetBytes("héllo")));

    [TestCase("whsec_")]
    [TestCase("whsec_a b")]
    [TestCase("whsec_abc")]
    public void A_prefix_without_base64_is_refused(string secret)
    {
        Assert.That(WebhookSecret.Fault(secret), Is.EqualTo("what follows whsec_ is not base64"));
        Assert.That(() => WebhookSecret.Key(secret), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_key_that_was_written_is_read_again()
    {
        byte[] key = [1, 2, 3, 250];
        Assert.That(WebhookSecret.Key(WebhookSecret.Format(key)), Is.EqualTo(key));
    }
}
