using System.Reflection;
using System.Text.RegularExpressions;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Tests;

/// <summary>Headers of scripts say what their bodies do, and names of keys are the same everywhere.</summary>
[TestFixture]
internal sealed class LuaHeaderTests
{
    private static readonly Assembly Home = typeof(LuaScripts).Assembly;
    private static readonly string[] Names =
        [.. Home.GetManifestResourceNames().Where(name => name.StartsWith("Lua/", StringComparison.Ordinal)).Select(name => name[4..^4]).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Scripts => Names.Where(name => !name.StartsWith("includes/", StringComparison.Ordinal));

    private static IEnumerable<string> Includes => Names.Except(Scripts);

    private static IEnumerable<string> AllButKeys => Names.Except(["includes/keys", "includes/more_keys"]);

    private static string[] Lines(string name) => LuaScripts.ReadEmbedded(name)!.Split('\n');

    private static string Header(string name) => string.Join('\n', Lines(name).TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)));

    private static string Body(string name) => string.Join('\n', Lines(name).Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)));

    [TestCaseSource(nameof(Scripts))]
    public void A_header_says_the_guarantee_the_keys_and_the_answer(string name)
    {
        var lines = Lines(name);
        Assert.That(lines[0], Does.Match(@"^-- [A-Z].*[.,]$"), "the first line says what it does");
        Assert.That(lines, Has.One.EqualTo("-- KEYS[1] prefix"));
        Assert.That(lines, Has.One.StartsWith("-- returns "));
    }

    [TestCaseSource(nameof(Scripts))]
    public void Every_argument_that_is_used_is_declared(string name)
    {
        var used = Regex.Matches(Body(name), @"ARGV\[[0-9]+\]", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Distinct().ToList();
        Assert.That(used.Where(argument => !Header(name).Contains(argument, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Header(name).Contains("ARGV", StringComparison.Ordinal), Is.EqualTo(Body(name).Contains("ARGV", StringComparison.Ordinal)), "ARGV is declared where it is used");
    }

    [TestCaseSource(nameof(AllButKeys))]
    public void Only_the_include_of_names_builds_keys(string name) => Assert.That(Body(name), Does.Not.Contain("KEYS").And.Not.Match(@"\bP \.\."));

    [TestCaseSource(nameof(Names))]
    public void No_script_reads_json_numbers(string name) => Assert.That(Body(name), Does.Not.Contain("cjson"));

    [TestCaseSource(nameof(Includes))]
    public void An_include_says_what_it_is_for_and_is_used(string name)
    {
        Assert.That(Header(name), Does.Match(@"-- [A-Z].*"));
        Assert.That(Names.Any(other => Lines(other).Any(line => line.Trim() == $"-- @include {name["includes/".Length..]}")), Is.True, "somebody includes it");
    }

    [Test]
    public void Every_script_is_loaded_by_one_name()
    {
        var loaded = typeof(LuaScripts).GetFields().Select(field => ((LuaScript)field.GetValue(null)!).Name);
        Assert.That(loaded, Is.EquivalentTo(Scripts));
    }

    [Test]
    public void Scripts_and_code_know_the_same_names_of_keys()
    {
        // P .. 'job:' .. id .. ':state' is job:*:state.
        var lua = Regex.Matches(Body("includes/keys") + Body("includes/more_keys"), @"P(?<parts>( \.\. ('[^']*'|\w+))+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["parts"].Value.Split(" .. ", StringSplitOptions.RemoveEmptyEntries))
            .Select(parts => string.Concat(parts.Select(part => part.StartsWith('\'') ? part.Trim('\'') : "*")));
        Assert.That(lua, Is.EquivalentTo(NamesInCode()));
    }

    [Test]
    public void The_table_of_keys_names_them_all()
    {
        var readme = File.ReadAllText(Path.Combine(TestKit.Repository.Root, "src/RedisScheduler.Redis/Lua/README.md"));
        var named = Regex.Replace(readme, @"\{[^}]*\}", "*", RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.That(NamesInCode().Where(name => !named.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> NamesInCode()
    {
        var keys = new HangfireKeys("");
        var type = typeof(HangfireKeys);
        var plain = type.GetProperties().Where(property => property.Name != nameof(HangfireKeys.Prefix)).Select(property => (string)property.GetValue(keys)!);
        var made = type.GetMethods().Where(method => method.DeclaringType == type && !method.IsSpecialName && method.Name != nameof(HangfireKeys.Queue))
            .Select(method => (string)method.Invoke(keys, ["*"])!);
        return [.. plain, .. made, keys.Queue("*"), keys.Queue("*", 0).Replace('0', '*')];
    }
}
