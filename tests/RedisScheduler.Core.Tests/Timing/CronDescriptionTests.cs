using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class CronDescriptionTests
{
    [TestCase("* * * * *", "Every minute")]
    [TestCase("* * * * * *", "Every second")]
    [TestCase("*/5 * * * *", "Every 5 minutes")]
    [TestCase("0/5 * * * *", "Every 5 minutes")]
    [TestCase("*/7 * * * *", "Every 7 minutes from the start of each hour")]
    [TestCase("5/10 * * * *", "Every 10 minutes from minute 5 of each hour")]
    [TestCase("*/30 * * * * *", "Every 30 seconds")]
    [TestCase("15 * * * * *", "At second 15 of every minute")]
    [TestCase("*/10 */5 * * * *", "Every 10 seconds, every 5 minutes")]
    [TestCase("0 * * * *", "Every hour")]
    [TestCase("30 * * * *", "At minute 30 of every hour")]
    [TestCase("5,35 * * * *", "At minutes 5 and 35 of every hour")]
    [TestCase("0-10,40 * * * *", "Every minute from 0 through 10 and at 40")]
    [TestCase("0 */2 * * *", "Every 2 hours")]
    [TestCase("30 */2 * * *", "At minute 30, every 2 hours")]
    [TestCase("0 9-17 * * 1-5", "Every hour from 09:00 through 17:00, Monday through Friday")]
    [TestCase("*/5 9-17 * * MON-FRI", "Every 5 minutes, from 09:00 through 17:59, Monday through Friday")]
    [TestCase("*/5 */2 * * *", "Every 5 minutes, during every 2nd hour")]
    [TestCase("*/5 8,20 * * *", "Every 5 minutes, during the hours 8 and 20")]
    [TestCase("0 9 * * *", "At 09:00")]
    [TestCase("15 30 9 * * *", "At 09:30:15")]
    [TestCase("0,30 9,17 * * *", "At 09:00, 09:30, 17:00 and 17:30")]
    [TestCase("30 9 LW * *", "At 09:30 on the last weekday of the month")]
    [TestCase("30 9 L * *", "At 09:30 on the last day of the month")]
    [TestCase("30 9 L-1 * *", "At 09:30 on the day before the last of the month")]
    [TestCase("30 9 L-3 * *", "At 09:30 on the 3rd day before the last of the month")]
    [TestCase("30 9 L-3W * *", "At 09:30 on the weekday nearest to the 3rd day before the last of the month")]
    [TestCase("0 9 15W * *", "At 09:00 on the weekday nearest to the 15th of the month")]
    [TestCase("0 9 ? * 5#3", "At 09:00 on the third Friday of the month")]
    [TestCase("0 9 ? 3,9 FRIL", "At 09:00 on the last Friday of March and September")]
    [TestCase("0 0 1 1 *", "At 00:00 on the 1st of January")]
    [TestCase("0 0 1,15 * *", "At 00:00 on the 1st and the 15th of the month")]
    [TestCase("0 0 1-7 * 1", "At 00:00 on the 1st through the 7th of the month, if it is Monday")]
    [TestCase("0 0 13 * 5", "At 00:00 on the 13th of the month, if it is Friday")]
    [TestCase("0 0 */2 * *", "At 00:00 on every 2nd day from the 1st of the month")]
    [TestCase("0 0 * 6-8 0,6", "At 00:00 on Sunday and Saturday, June through August")]
    [TestCase("0 0 * 1/3 *", "At 00:00 in January, April, July and October")]
    [TestCase("@weekly", "At 00:00 on Sunday")]
    [TestCase("@every 90s", "Every 1m30s")]
    public void An_expression_is_said_in_words(string cron, string expected) =>
        Assert.That(CronSchedule.Parse(cron).Description, Is.EqualTo(expected));
}
