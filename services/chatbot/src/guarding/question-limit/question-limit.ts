import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { Redis } from '@lyceum/common/redis';
import { dailyLimit, tooManyQuestions } from '@lyceum/contracts/chatbot/refusal';
import type { FoundSettings } from '../settings/find-settings.ts';
import { explainLimit, type LimitName } from './explain-limit.ts';

interface Asker {
  readonly ctx: Pick<Context, 'space' | 'now'>;
  readonly personId: string;
  /** Null of help. */
  readonly courseId: string | null;
}

interface Limit {
  readonly name: LimitName;
  readonly subject: string;
  readonly max: number | null;
  readonly windowMs: number;
}

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** The number of the first limit that is reached; otherwise 0, and the question counts in all of them. */
const countScript = `
for number, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * number - 1]) then return number end
end
for number, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, ARGV[2 * number]) end
end
return 0`;

/**
 * Counts a question for all replicas together, in one round trip: one that a limit refuses takes nothing from the others. Fails with
 * `tutor.too_many_questions` and `tutor.daily_limit`, and throws while Redis is away. Days are those of UTC.
 */
export function createQuestionLimit(redis: Redis, prefix: string) {
  return async function countQuestion(asker: Asker, settings: FoundSettings): Promise<void> {
    const { space, now } = asker.ctx;
    const moment = now().getTime();
    const limits = listLimits(asker, settings);
    const toKey = ({ subject, windowMs }: Limit) =>
      `${prefix}:questions:${space}:${subject}:${windowMs}:${Math.floor(moment / windowMs)}`;
    const bounds = limits.flatMap(({ max, windowMs }) => [max, 2 * windowMs]);
    const reached = await redis.eval(countScript, limits.length, ...limits.map(toKey), ...bounds);
    const limit = limits[Number(reached) - 1];
    if (!limit) return;
    const endsAt = new Date((Math.floor(moment / limit.windowMs) + 1) * limit.windowMs);
    const retryAfter = Math.ceil((endsAt.getTime() - moment) / 1000);
    throw fail(limit.windowMs === dayMs ? dailyLimit : tooManyQuestions, {
      retryAfter,
      detail: explainLimit(limit, retryAfter),
      reason: { limit: limit.name, max: limit.max, endsAt: endsAt.toISOString() },
    });
  };
}

function listLimits({ personId, courseId }: Asker, { space, course, effective }: FoundSettings) {
  const person = `person:${personId}`;
  const personInCourse = `${person}:${courseId}`;
  const limits: Limit[] = [
    { name: 'person-minute', subject: person, max: space.questionsPerPersonPerMinute, windowMs: minuteMs },
    { name: 'person-course-minute', subject: personInCourse, max: course.questionsPerPersonPerMinute, windowMs: minuteMs },
    {
      ...{ name: 'course-minute', subject: `course:${courseId ?? 'help'}`, windowMs: minuteMs },
      max: effective.questionsPerCoursePerMinute,
    },
    { name: 'person-course-day', subject: personInCourse, max: course.questionsPerPersonPerDay, windowMs: dayMs },
    { name: 'person-day', subject: person, max: space.questionsPerPersonPerDay, windowMs: dayMs },
  ];
  return limits.filter((limit): limit is Limit & { max: number } => limit.max !== null);
}
