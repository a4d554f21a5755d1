using RedisScheduler.TestKit;

namespace RedisScheduler.Architecture.Tests;

[TestFixture]
public sealed class FilesTests
{
    private static readonly string[] Source = [".cs", ".lua", ".razor", ".sql", ".css", ".js"];
    private static readonly string[] Made = ["bin", "obj", "node_modules"];

    [Test]
    public void No_source_file_is_longer_than_300_lines() => Assert.That(LongerThan("src", 300), Is.Empty);

    [Test]
    public void No_test_file_is_longer_than_500_lines() => Assert.That(LongerThan("tests", 500), Is.Empty);

    [Test]
    public void Half_of_the_source_files_fit_on_a_screen()
    {
        var lengths = Files("src").Select(Lines).Order().ToArray();
        Assert.That(lengths[lengths.Length / 2], Is.LessThan(80));
    }

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "RedisScheduler.sln"));
        var projects = new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetFileName(path)!);
        Assert.That(projects.Where(project => !solution.Contains($"\\{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> LongerThan(string folder, int lines) =>
        Files(folder).Where(path => Lines(path) > lines).Select(path => $"{Path.GetRelativePath(Repository.Root, path)}: {Lines(path)}");

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            .Where(path => Source.Contains(Path.GetExtension(path)))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(Made).Any());

    private static int Lines(string path) => File.ReadLines(path).Count();
}
