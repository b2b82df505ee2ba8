import { CallError } from '@lyceum/common/client';
import type { Clock } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OnBehalf, ServiceClient } from '@lyceum/common/service-client';
import { getVideoAccess } from '@lyceum/contracts/courses/lesson-video';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import type { z } from 'zod';

/** What courses says of a person and a lesson; of a lesson that is not there neither a video nor a lock. */
export type LessonAccess = z.output<typeof getVideoAccess.response>;

/** Fails with `service.unavailable` while courses does not answer. */
export type LessonGate = (lessonId: string, person: OnBehalf) => Promise<LessonAccess>;

interface Entry {
  readonly access: Promise<LessonAccess>;
  /** Unix milliseconds; infinite while the question is on its way. */
  until: number;
}

const openMs = 10_000;
const maxEntries = 10_000;
const timeoutMs = 5_000;

const unknownLesson: LessonAccess = { videoId: null, open: false, lock: null };

/**
 * The gate of courses. That a lesson is open holds for some seconds from when it was asked for, and for these roles alone. Whoever asks for the same meanwhile waits
 * for the same answer; a refusal, which enrolling ends, and a failure are kept for nobody.
 */
export function createLessonGate({ services, clock }: { services: ServiceClient; clock: Clock }): LessonGate {
  const entries = new Map<string, Entry>();

  function remember(key: string, entry: Entry): void {
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
  }

  return (lessonId, person) => {
    const roles = person.roles.toSorted().join();
    const key = `${person.space} ${person.id} ${roles} ${lessonId} ${person.locale}`;
    const now = clock.now().getTime();
    const known = entries.get(key);
    if (known && now < known.until) return known.access;
    const entry: Entry = { access: ask(services, lessonId, person), until: Number.POSITIVE_INFINITY };
    remember(key, entry);
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    entry.access.then(({ open }) => {
      if (open) entry.until = now + openMs;
      else forget();
    }, forget);
    return entry.access;
  };
}

async function ask(services: ServiceClient, lessonId: string, onBehalf: OnBehalf): Promise<LessonAccess> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return await services.call('courses', getVideoAccess, { params: { lessonId }, onBehalf, signal });
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return unknownLesson;
    throw toOutage(error);
  }
}

/** Courses is away or has too much to do; what it refuses otherwise is a bug of ours. */
export function toOutage(error: unknown): unknown {
  const isRefusal = error instanceof CallError && error.status < 500 && error.status !== 429;
  return isRefusal ? error : fail(serviceUnavailable, { retryAfter: 1 });
}
