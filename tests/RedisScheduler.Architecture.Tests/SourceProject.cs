using System.Reflection;
using System.Xml.Linq;
using RedisScheduler.TestKit;

namespace RedisScheduler.Architecture.Tests;

/// <summary>A project under src: what its file asks for, and what its assembly makes use of. Names are without <c>RedisScheduler.</c>.</summary>
public sealed record SourceProject(
    string Name,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> References
)
{
    private const string Prefix = "RedisScheduler.";

    public static IReadOnlyList<SourceProject> All { get; } =
        Directory
            .GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .ToArray();

    public override string ToString() => Name;

    private static SourceProject Read(string path)
    {
        var project = XDocument.Load(path);
        var name = Path.GetFileNameWithoutExtension(path);
        var assembly = project.Descendants("AssemblyName").SingleOrDefault()?.Value ?? name;
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();
        return new(
            Short(name),
            Includes(project, "ProjectReference").Select(include => Short(Path.GetFileNameWithoutExtension(include))).ToArray(),
            Includes(project, "PackageReference").ToArray(),
            references.Select(Short).ToArray()
        );
    }

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'));

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
