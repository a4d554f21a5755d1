namespace RedisScheduler.Schedules;

/// <summary>As much of a saved schedule as tells whether more has to be looked at.</summary>
/// <param name="Key">The schedule, see <see cref="ScheduleKey"/>.</param>
/// <param name="Revision">The newest revision.</param>
/// <param name="IsActive">Whether it belongs in Redis: it is anything but <see cref="ScheduleStatus.Inactive"/>.</param>
/// <param name="IsSynced">Whether it is known that Redis has the newest revision, or that the schedule is not in Redis where it does not belong there.</param>
/// <param name="IsCurrent">
/// Whether its next due time can be no other: it was not changed past the API, names no calendars, and no older time zone database than this process has computed it.
/// </param>
public sealed record ScheduleMark(string Key, long Revision, bool IsActive, bool IsSynced, bool IsCurrent);
