using Microsoft.Playwright;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>What people do on pages.</summary>
internal static class PageSteps
{
    public static async Task SignInAsync(this IPage page, string key)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }
}
