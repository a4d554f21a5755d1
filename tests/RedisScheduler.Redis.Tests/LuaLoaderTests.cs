using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Tests;

[TestFixture]
internal sealed class LuaLoaderTests
{
    private static string Load(params (string Name, string Text)[] files) =>
        new LuaLoader(name => files.FirstOrDefault(file => file.Name == name).Text).Load("main").Text;

    [Test]
    public void An_include_stands_before_the_script() =>
        Assert.That(Load(("main", "-- @include a\nmain()"), ("includes/a", "a()")), Is.EqualTo("a()\nmain()\n"));

    [Test]
    public void Each_include_stands_once() =>
        Assert.That(
            Load(("main", "-- @include a\n-- @include b\nmain()"), ("includes/a", "-- @include b\na()"), ("includes/b", "b()")),
            Is.EqualTo("b()\na()\nmain()\n"));

    [Test]
    public void Includes_stand_in_the_order_in_which_they_are_named() =>
        Assert.That(Load(("main", "-- @include b\n-- @include a\nmain()"), ("includes/a", "a()"), ("includes/b", "b()")), Is.EqualTo("b()\na()\nmain()\n"));

    [Test]
    public void An_include_that_is_named_inside_a_function_stands_there() =>
        Assert.That(Load(("main", "f(\n  -- @include a\n)"), ("includes/a", "a()")), Is.EqualTo("f(\na()\n)\n"));

    [Test]
    public void What_stands_outside_does_not_stand_inside_again() =>
        Assert.That(
            Load(("main", "-- @include b\nf(\n  -- @include a\n)"), ("includes/a", "-- @include b\na()"), ("includes/b", "b()")),
            Is.EqualTo("b()\nf(\na()\n)\n"));

    [Test]
    public void What_is_needed_inside_and_stands_outside_stands_before() =>
        Assert.That(
            Load(
                ("main", "-- @include f\n-- @include b\nmain()"), ("includes/f", "f(\n  -- @include a\n)"), ("includes/a", "g(\n  -- @include c\n)"),
                ("includes/b", "b()"), ("includes/c", "-- @include b\nc()")),
            Is.EqualTo("b()\nf(\ng(\nc()\n)\n)\nmain()\n"));

    [Test]
    public void Includes_of_one_function_share_what_they_include() =>
        Assert.That(
            Load(
                ("main", "f(\n  -- @include a\n  -- @include b\n)\ng(\n  -- @include b\n)"), ("includes/a", "-- @include c\na()"), ("includes/b", "-- @include c\nb()"),
                ("includes/c", "c()")),
            Is.EqualTo("f(\nc()\na()\nb()\n)\ng(\nc()\nb()\n)\n"));

    [Test]
    public void A_cycle_through_a_function_is_shown() =>
        Assert.That(
            () => Load(("main", "-- @include a\n"), ("includes/a", "f(\n  -- @include b\n)"), ("includes/b", "-- @include a\n")),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("Includes need each other: main > a > b > a."));

    [Test]
    public void Comments_stay_at_home() => Assert.That(Load(("main", "-- says\n\nmain() -- kept\n")), Is.EqualTo("main() -- kept\n"));

    [Test]
    public void A_missing_script_is_named() =>
        Assert.That(() => Load(("other", "")), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("There is no script 'main'."));

    [Test]
    public void A_missing_include_is_named_with_who_wants_it() =>
        Assert.That(
            () => Load(("main", "-- @include a\n"), ("includes/a", "-- @include b\n")),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("The script 'a' includes 'b', which does not exist."));

    [Test]
    public void A_cycle_is_shown() =>
        Assert.That(
            () => Load(("main", "-- @include a\n"), ("includes/a", "-- @include b\n"), ("includes/b", "-- @include a\n")),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("Includes need each other: main > a > b > a."));
}
