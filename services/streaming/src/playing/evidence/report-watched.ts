import type { OnBehalf, ServiceClient } from '@lyceum/common/service-client';
import { countWatched } from '@lyceum/contracts/courses/lesson-video';
import type { evidenceRefusals, evidenceResponse, StudyEvidence } from '@lyceum/contracts/courses/study';
import type { z } from 'zod';
import type { KeyRing } from '../delivery/stretch-keys.ts';
import { toOutage } from '../gate/lesson-gate.ts';
import type { PlaybackRow } from '../playback/playback.entity.ts';
import { findUndelivered } from './find-undelivered.ts';

type Counted = z.output<typeof evidenceResponse>;
type Result = Counted['results'][number];

interface Watched {
  readonly playback: PlaybackRow;
  readonly person: OnBehalf;
  readonly evidence: readonly StudyEvidence[];
  readonly ring: KeyRing;
}

const timeoutMs = 10_000;

/**
 * Has courses count what was delivered to this playback; results come in the order of the evidence. Fails with `service.unavailable`
 * while courses does not answer.
 */
export async function reportWatched(services: ServiceClient, watched: Watched): Promise<Counted> {
  const { playback, person, evidence } = watched;
  const { lessonId } = playback;
  if (lessonId === null) return { results: evidence.map(({ id }) => refuse(id, 'unknown-session')), lessons: [] };
  const isDelivered = createDeliveryCheck(watched);
  const passed = evidence.filter(isDelivered);
  const counted = await count(services, lessonId, passed, person);
  const results = [...counted.results];
  return {
    lessons: counted.lessons,
    results: evidence.map((item) => (isDelivered(item) ? takeNext(results) : refuse(item.id, 'not-delivered'))),
  };
}

/** Time that was studied without playing anything is not ours to judge. */
function createDeliveryCheck({ playback: { tookFile, stretches }, ring: { stretchEnds } }: Watched) {
  const delivery = { stretchEnds, stretches: new Set(stretches) };
  return ({ played }: StudyEvidence): boolean => tookFile || played === null || findUndelivered(delivery, played) === undefined;
}

async function count(
  services: ServiceClient,
  lessonId: string,
  evidence: readonly StudyEvidence[],
  onBehalf: OnBehalf,
): Promise<Counted> {
  if (evidence.length === 0) return { results: [], lessons: [] };
  try {
    const body = { evidence: [...evidence] };
    const signal = AbortSignal.timeout(timeoutMs);
    return await services.call('courses', countWatched, { params: { lessonId }, body, onBehalf, signal });
  } catch (error) {
    throw toOutage(error);
  }
}

function takeNext(results: Result[]): Result {
  const result = results.shift();
  if (!result) throw new Error('courses has answered fewer pieces than it was sent');
  return result;
}

const refuse = (id: string, reason: (typeof evidenceRefusals)[number]): Result => ({ id, result: 'refused', reason, seconds: 0 });
