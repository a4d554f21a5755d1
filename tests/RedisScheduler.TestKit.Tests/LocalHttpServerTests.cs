using System.Net;

namespace RedisScheduler.TestKit.Tests;

public sealed class LocalHttpServerTests
{
    private readonly HttpClient client = new();

    [OneTimeTearDown]
    public void DisposeClient() => client.Dispose();

    [Test]
    public async Task It_answers_as_told_and_records_what_it_was_asked()
    {
        await using var server = (await LocalHttpServer.StartAsync()).Answer(
            new(503),
            new(429, "later", new Dictionary<string, string> { ["Retry-After"] = "1" })
        );
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/hook?x=1") { Content = new StringContent("body") };
        message.Headers.Add("webhook-id", "42");

        using var first = await client.SendAsync(message);
        using var second = await client.GetAsync(new Uri(server.Url));
        using var third = await client.GetAsync(new Uri(server.Url));

        Assert.That(
            new[] { first, second, third }.Select(answer => answer.StatusCode),
            Is.EqualTo(new[] { HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, HttpStatusCode.OK })
        );
        Assert.That(second.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        var request = (await server.WaitForRequestsAsync(3))[0];
        Assert.That((request.Method, request.Path, request.Body), Is.EqualTo(("POST", "/hook?x=1", "body")));
        Assert.That(request.Header("Webhook-Id"), Is.EqualTo("42"));
    }

    [Test]
    public async Task It_can_hang_and_cut_the_connection()
    {
        await using var server = (await LocalHttpServer.StartAsync()).Answer(HttpAnswer.Abort, HttpAnswer.Hang);
        var url = new Uri(server.Url);

        Assert.That(async () => await client.GetAsync(url), Throws.InstanceOf<HttpRequestException>());
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        Assert.That(async () => await client.GetAsync(url, soon.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
