using System.Net;

namespace RedisScheduler.Dashboard.Tests;

internal sealed class HeaderTests
{
    [Test]
    public async Task Pages_tell_browsers_to_run_nothing_but_our_scripts_and_to_frame_nothing()
    {
        await using var host = await DashboardHost.StartAsync(seeded: false);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var answer = await client.GetAsync("/sign-in");
        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(Header(answer, "Content-Security-Policy"), Does.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'"));
            Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("same-origin"));
            Assert.That(Header(answer, "Cache-Control"), Does.Contain("no-store"));
        });
    }

    [Test]
    public async Task Style_sheets_are_served_without_sign_in()
    {
        await using var host = await DashboardHost.StartAsync(seeded: false);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var answer = await client.GetAsync("/_content/RedisScheduler.Dashboard/frame.css");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
