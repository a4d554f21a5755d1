namespace RedisScheduler.Architecture.Tests;

/// <summary>Who may know whom: Core ← Redis, Storage, Engine; hosts put them together; Redis, Storage and Engine never see each other.</summary>
[TestFixture]
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Redis"] = ["Core"],
        ["Storage"] = ["Core"],
        ["Engine"] = ["Core"],
        ["Dashboard"] = ["Core", "Engine"],
        ["Cli"] = ["Core"],
        ["Worker"] = ["Core", "Redis", "Storage", "Engine"],
        ["Api"] = ["Core", "Redis", "Storage", "Engine", "Worker", "Dashboard"],
    };

    /// <summary>What reaches the world outside stands in one project each.</summary>
    private static readonly Dictionary<string, string[]> UsedBy = new(StringComparer.Ordinal)
    {
        ["NCrontab"] = ["Core"],
        ["NodaTime"] = ["Core"],
        ["StackExchange.Redis"] = ["Redis"],
        ["Dapper"] = ["Storage"],
        ["Npgsql"] = ["Storage"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["Radzen.Blazor"] = ["Dashboard"],
        ["System.Data.Common"] = ["Storage"],
        ["System.CommandLine"] = ["Cli"],
        ["Spectre.Console"] = ["Cli"],
        ["System.Net.Http"] = ["Worker", "Api", "Dashboard", "Cli"],
        ["System.Net.Sockets"] = ["Worker", "Redis", "Storage", "Api"],
        ["System.Diagnostics.Process"] = ["Worker", "Api"],
    };

    private static IReadOnlyList<SourceProject> Projects => SourceProject.All;

    [TestCaseSource(nameof(Projects))]
    public void A_project_asks_only_for_projects_it_may_know(SourceProject project)
    {
        Assert.That(MayKnow, Contains.Key(project.Name), "a new project needs its place among the arrows");
        Assert.That(project.Projects, Is.SubsetOf(MayKnow[project.Name]));
    }

    [TestCaseSource(nameof(Projects))]
    public void An_assembly_uses_only_assemblies_it_may_know(SourceProject project) =>
        Assert.That(project.References.Intersect(MayKnow.Keys), Is.SubsetOf(MayKnow[project.Name]));

    [TestCaseSource(nameof(Projects))]
    public void What_reaches_outside_is_used_where_it_belongs(SourceProject project)
    {
        var misplaced = project.References.Where(reference =>
            UsedBy.TryGetValue(reference, out var users) && !users.Contains(project.Name)
        );
        Assert.That(misplaced, Is.Empty);
    }
}
