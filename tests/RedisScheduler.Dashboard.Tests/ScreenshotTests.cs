using Microsoft.Playwright;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>Every page in both themes and at both widths; with <c>SCREENSHOTS=folder</c> as pictures for people too.</summary>
internal sealed class ScreenshotTests
{
    [Test]
    public async Task Every_page_fits_its_window_in_both_themes()
    {
        var folder = Environment.GetEnvironmentVariable("SCREENSHOTS");
        await using var host = await DashboardHost.StartAsync();
        await host.Definitions.ChangeScheduleAsync(Scopes.Default, "xss", _ => null, null, default);
        host.Scopes.Add("acme", "Acme Corporation");
        await using var empty = await DashboardHost.StartAsync(seeded: false);
        var failed = (await host.History.ListAsync(new(Scopes.Default) { Status = ExecutionStatus.Failed }, default)).Items[0].Id;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 375 })
            {
                async Task Take(DashboardHost of, string name, string path, bool signIn = true)
                {
                    await using var context = await Browser.NewAsync(of.Url, scheme, width, width == 375 ? 1100 : 900);
                    var page = await context.NewPageAsync();
                    if (signIn)
                        await page.SignInAsync(DashboardHost.Admin);
                    await page.GotoAsync(path);
                    await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
                    Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), $"{name} scrolls sideways");
                    if (folder is not null)
                    {
                        await page.ScreenshotAsync(new()
                        {
                            Path = Path.Combine(folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"),
                            FullPage = width == 375 && name is "schedule" or "run",
                        });
                    }
                }

                await Take(host, "sign-in", "/sign-in", signIn: false);
                await Take(host, "schedules", "/");
                await Take(host, "schedule", "/schedules/crm.sync-contacts");
                await Take(host, "runs", "/runs");
                await Take(host, "run", $"/runs/{Uri.EscapeDataString(failed)}");
                await Take(host, "subscriptions", "/subscriptions");
                await Take(host, "workers", "/workers");
                await Take(host, "audit", "/audit?verify=true");
                await Take(empty, "empty", "/");
            }
        }
    }
}
