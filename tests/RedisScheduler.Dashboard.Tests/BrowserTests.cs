using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>A test in a real browser, against a dashboard of its own. It fails when a page writes an error to the console, as it does for scripts and styles that the policy refuses.</summary>
internal abstract class BrowserTests
{
    private readonly List<string> errors = [];
    private IBrowserContext? context;

    protected DashboardHost Host { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    protected virtual bool Seeded => true;

    static BrowserTests() => Assertions.SetDefaultExpectTimeout(20_000);

    [SetUp]
    public async Task OpenAsync()
    {
        Host = await DashboardHost.StartAsync(Seeded);
        context = await Browser.NewAsync(Host.Url);
        Page = await context.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add($"{Page.Url}: {message.Text}");
        };
        Page.PageError += (_, error) => errors.Add($"{Page.Url}: {error}");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (context is not null)
            await context.DisposeAsync();
        if (Host is not null)
            await Host.DisposeAsync();
        var seen = errors.ToArray();
        errors.Clear();
        Assert.That(seen, Is.Empty, "Errors on the browser's console.");
    }

    /// <summary>Forgets console errors that the test itself provoked, such as an answer of 401.</summary>
    protected void ForgetErrors(string containing) => errors.RemoveAll(error => error.Contains(containing, StringComparison.Ordinal));

    protected ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    protected ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected static IPageAssertions Expect(IPage page) => Assertions.Expect(page);
}
