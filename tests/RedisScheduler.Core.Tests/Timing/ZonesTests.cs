using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class ZonesTests
{
    [TestCase("UTC", true)]
    [TestCase("Europe/Berlin", true)]
    [TestCase("US/Pacific", true)]
    [TestCase("europe/berlin", false)]
    [TestCase("Eastern Standard Time", false)]
    [TestCase("UTC+1", false)]
    [TestCase("", false)]
    public void Only_exact_names_of_the_database_are_known(string id, bool expected) =>
        Assert.That(Zones.IsKnown(id), Is.EqualTo(expected));

    [Test]
    public void The_version_of_the_database_is_told() => Assert.That(Zones.TzdbVersion, Does.Match("^20[0-9]{2}[a-z]$"));

    [TestCase("Europe/Berlin", "2026-11-21T08:30Z", "2026-11-21T09:30:00.000+01:00")]
    [TestCase("Asia/Kathmandu", "2026-11-21T08:30:00.250Z", "2026-11-21T14:15:00.250+05:45")]
    [TestCase("America/St_Johns", "2026-11-21T01:30Z", "2026-11-20T22:00:00.000-03:30")]
    [TestCase("UTC", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999+00:00")]
    public void An_instant_is_written_in_local_time_with_its_offset(string zone, string utc, string expected) =>
        Assert.That(Zones.Local(zone, Clock.Ms(utc)), Is.EqualTo(expected));

    [Test]
    public void An_unknown_zone_is_refused() =>
        Assert.That(Assert.Throws<TimingException>(() => Zones.Local("Mars/Olympus", 0))!.Fault.Field, Is.EqualTo("timeZone"));
}
