using System.Text.RegularExpressions;
using RedisScheduler.Access;
using RedisScheduler.TestKit;

namespace RedisScheduler.Core.Tests.Access;

[TestFixture]
public sealed partial class RightsTests
{
    [Test]
    public void The_table_of_the_documentation_says_what_the_code_says()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"))).ToDictionary(
            match => Enum.Parse<Right>(match.Groups["right"].Value),
            match => match.Groups["cell"].Captures.Select(cell => cell.Value.Trim()).ToArray());

        Assert.That(rows.Keys, Is.EquivalentTo(Enum.GetValues<Right>()));
        foreach (var (right, cells) in rows)
        {
            string Cell(Role role, string? scope) => right.IsHeldBy(role, scope) ? "yes" : "";
            Assert.That(
                cells,
                Is.EqualTo(new[] { Cell(Role.Viewer, "acme"), Cell(Role.Operator, "acme"), Cell(Role.Admin, "acme"), Cell(Role.Admin, null) }),
                right.ToString());
        }
    }

    [Test]
    public void A_higher_role_may_do_what_a_lower_one_may()
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            var held = Enum.GetValues<Role>().Select(role => right.IsHeldBy(role, null)).ToArray();
            Assert.That(held, Is.Ordered, right.ToString());
            Assert.That(held[^1], Is.True);
        }
    }

    [GeneratedRegex(@"^\| `(?<right>\w+)` \|[^|]*\|(?:(?<cell>[^|\n]*)\|){4}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
