using System.Text;

namespace RedisScheduler.Worker.Hosting;

/// <summary>A setting that is a command line. There is no shell: blanks separate parts, double quotes keep blanks together, and nothing else has a meaning.</summary>
internal static class CommandLine
{
    /// <summary>Its parts; <paramref name="fault"/> says where it is none.</summary>
    public static IReadOnlyList<string> Split(string text, out string? fault)
    {
        var (parts, part, quoted, begun) = (new List<string>(), new StringBuilder(), false, false);
        foreach (var c in text)
        {
            if (c == '"')
            {
                (quoted, begun) = (!quoted, true);
            }
            else if (c == ' ' && !quoted)
            {
                End();
            }
            else
            {
                part.Append(c);
                begun = true;
            }
        }

        End();
        fault = quoted ? "a double quote is not closed" : null;
        return parts;

        void End()
        {
            if (begun)
            {
                parts.Add(part.ToString());
            }

            part.Clear();
            begun = false;
        }
    }
}
