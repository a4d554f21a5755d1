using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class CronGrammarTests
{
    [TestCase("* * * * *")]
    [TestCase("  *\t*  * * *\t")]
    [TestCase("? ? ? ? ? ?")]
    [TestCase("?/5 * * * *")]
    [TestCase("0 0 1 jan-Dec sun-SAT")]
    [TestCase("57,20/20,30/20,32-34/2,58 * * * *")]
    [TestCase("0 0 l-0w * 1l")]
    [TestCase("0 0 l-30 * *")]
    [TestCase("0 0 31w * mon#5")]
    [TestCase("0 22-2 * 11-2 5-1")]
    [TestCase("0 0 * * 7#1")]
    [TestCase(" @EVERY_second ")]
    [TestCase("@every 90s")]
    [TestCase("@every PT5M")]
    public void What_Cronos_reads_is_read(string cron) => Assert.That(CronSchedule.TryParse(cron, out _, out _), Is.True);

    [Test]
    public void A_text_that_comes_again_is_not_compiled_again_and_other_texts_are_other_schedules()
    {
        var first = CronSchedule.Parse("1 2 3 4 *");
        Assert.That(CronSchedule.Parse("1 2 3 4 *"), Is.SameAs(first));
        Assert.That(CronSchedule.Parse("1 2 3 4 * ").Text, Is.EqualTo("1 2 3 4 * "));
        Assert.That(CronSchedule.TryParse("1 2 3 4", out _, out _), Is.False);
    }

    [TestCase("-1 * * * * *", "second", 0)]
    [TestCase("1/60 * * * * *", "second", 2)]
    [TestCase("1k * * * * *", "second", 1)]
    [TestCase("L * * * * *", "second", 0)]
    [TestCase("60 * * * *", "minute", 0)]
    [TestCase("7- * * * *", "minute", 2)]
    [TestCase("*/ * * * *", "minute", 2)]
    [TestCase("1/0 * * * *", "minute", 2)]
    [TestCase(",1 * * * *", "minute", 0)]
    [TestCase("1, * * * *", "minute", 2)]
    [TestCase("*,1 * * * *", "minute", 1)]
    [TestCase("1/2147483648 * * * *", "minute", 2)]
    [TestCase("99999999999999999999 * * * *", "minute", 0)]
    [TestCase("* 24 * * *", "hour", 2)]
    [TestCase("* 1/24 * * *", "hour", 4)]
    [TestCase("* 10#1 * * *", "hour", 4)]
    [TestCase("* * 0 * *", "day of month", 4)]
    [TestCase("* * 10-32 * *", "day of month", 7)]
    [TestCase("* * MON * *", "day of month", 4)]
    [TestCase("* * W * *", "day of month", 4)]
    [TestCase("* * 1-2W * *", "day of month", 7)]
    [TestCase("* * 1,2W * *", "day of month", 7)]
    [TestCase("* * 1LW * *", "day of month", 5)]
    [TestCase("* * L-31 * *", "day of month", 6)]
    [TestCase("* * L,1 * *", "day of month", 5)]
    [TestCase("* * * 13 *", "month", 6)]
    [TestCase("* * * 0 *", "month", 6)]
    [TestCase("* * * JANUARY *", "month", 9)]
    [TestCase("* * * mox *", "month", 6)]
    [TestCase("* * * * 8", "day of week", 8)]
    [TestCase("* * * * L", "day of week", 8)]
    [TestCase("* * * * 5#6", "day of week", 10)]
    [TestCase("* * * * 5#", "day of week", 10)]
    [TestCase("* * * * 1,5L", "day of week", 11)]
    [TestCase("* * * * 1-5#2", "day of week", 11)]
    [TestCase("", "expression", 0)]
    [TestCase("   ", "expression", 0)]
    [TestCase("* * * *", "expression", 7)]
    [TestCase("* * * * * * 2026", "expression", 12)]
    [TestCase("every 5 minutes", "expression", 15)]
    [TestCase(" @reboot", "macro", 1)]
    [TestCase("@daily 5", "macro", 7)]
    [TestCase("@every", "macro", 6)]
    [TestCase("@every 1.5h", "macro", 7)]
    [TestCase("@every 5ms", "macro", 7)]
    [TestCase("@every 5000d", "macro", 7)]
    public void What_Cronos_refuses_is_refused_with_field_and_position(string cron, string field, int position)
    {
        Assert.That(CronSchedule.TryParse(cron, out var schedule, out var error), Is.False);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(schedule, Is.Null);
            Assert.That(error!.Field, Is.EqualTo(field));
            Assert.That(error.Position, Is.EqualTo(position), error.Message);
            Assert.That(error.Message, Does.Contain($"at position {position}"));
            if (field != "expression")
                Assert.That(error.Message, Does.Contain(field));
        }
    }

    [Test]
    public void Any_text_is_either_read_or_refused()
    {
        const string Letters = "0123456789*?,-/#LWlw @\tJANSUNé\0\n";
        var random = new Random(20261121);

        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(24)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var read = CronSchedule.TryParse(text, out var schedule, out var error);
            Assert.That(read ? schedule!.Description : error!.Message, Is.Not.Empty, text);
        }
    }
}
