const dayMs = 86_400_000;

const toFirstDay = (now: Date, days: number) => new Date(now.getTime() - (days - 1) * dayMs).toISOString().slice(0, 10);

/** First days of the last 30 and 7, with today, in UTC. */
export const toPeriods = (now: Date) => ({ monthStart: toFirstDay(now, 30), weekStart: toFirstDay(now, 7) });

/** Whoever adds points shares it, whoever takes those off that have left their period has it alone, until the transaction ends. */
export const leaderboardLock = "hashtextextended('leaderboard ' || current_setting('app.space'), 0)";
