using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>One Chromium for all tests of this project; every test has a context of its own.</summary>
[SetUpFixture]
internal sealed class Browser
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static IPlaywright? playwright;
    private static IBrowser? browser;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (Paths.FirstOrDefault(File.Exists) is not { } path)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A fresh window; the test is skipped where there is no Chromium.</summary>
    public static async Task<IBrowserContext> NewAsync(string baseUrl, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        if (browser is null)
            Assert.Ignore($"Chromium is not installed (looked for {string.Join(", ", Paths)}).");
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = baseUrl,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
        });
        context.SetDefaultTimeout(30_000);
        return context;
    }
}
