using System.Text.RegularExpressions;
using RedisScheduler.TestKit;

namespace RedisScheduler.Architecture.Tests;

/// <summary>What the README shows is what is there.</summary>
[TestFixture]
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Read("README.md");

    private static readonly Lazy<List<string>> Tests = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]);

    [Test]
    public void The_handler_in_ten_lines_is_the_program_that_is_compiled_here() =>
        Assert.That(CSharp().Match(Readme).Groups["text"].Value, Is.EqualTo(Read("tests/RedisScheduler.ReadmeSample/Program.cs")));

    [Test]
    public void Every_guarantee_names_tests_that_exist()
    {
        var guarantees = Readme[Readme.IndexOf("## Guarantees", StringComparison.Ordinal)..Readme.IndexOf("## Settings", StringComparison.Ordinal)];
        AssertTestsExist(guarantees, atLeast: 10);
    }

    [Test]
    public void Every_rule_of_the_semantics_names_tests_that_exist()
    {
        var semantics = Read("docs/semantics.md");
        AssertTestsExist(semantics, atLeast: 50);

        var rules = semantics.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| rule", StringComparison.Ordinal)).ToList();
        Assert.That(rules.Where(rule => !TestName().IsMatch(rule)), Is.Empty, "a rule that no test shows");
    }

    [Test]
    public void Every_setting_is_in_the_table()
    {
        var settings = SettingName().Matches(Read("src/RedisScheduler.Worker/Hosting/Settings.cs")).Select(match => match.Groups["text"].Value).ToList();

        Assert.That(settings, Has.Count.GreaterThan(10));
        Assert.That(settings.Where(name => !Readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_file_that_it_links_to_is_there()
    {
        var links = Link().Matches(Readme).Select(match => match.Groups["text"].Value).Where(target => !target.Contains(':', StringComparison.Ordinal));
        Assert.That(links.Where(target => !File.Exists(Path.Combine(Repository.Root, target))), Is.Empty);
    }

    private static void AssertTestsExist(string text, int atLeast)
    {
        var named = TestName().Matches(text).Select(match => match.Groups["text"].Value).ToList();
        Assert.That(named, Has.Count.GreaterThan(atLeast));
        Assert.That(named.Where(name => !Tests.Value.Any(file => file.Contains($" {name}(", StringComparison.Ordinal))), Is.Empty);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [GeneratedRegex("```csharp\n(?<text>.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharp();

    [GeneratedRegex("`(?<text>[A-Z][a-z]*_[A-Za-z0-9_]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();

    [GeneratedRegex("public const string \\w+ = \"(?<text>[A-Z_]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex("\\]\\((?<text>[^)#]+)\\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
