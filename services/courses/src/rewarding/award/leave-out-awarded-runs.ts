import { type EntityManager, In } from 'typeorm';
import type { StudyRun } from '../streak/streaks.ts';
import { AwardEntity, type AwardRow } from './award.entity.ts';
import type { Candidate } from './evaluate-rule.ts';

/**
 * Study without a network counts when it arrives: then a run that was awarded may begin earlier. In another time zone its days have other
 * names. It is the same run still: what was earned at a moment of it.
 */
export async function leaveOutAwardedRuns(db: EntityManager, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const ofRuns = candidates.filter(({ fact }) => fact.run);
  if (ofRuns.length === 0) return [...candidates];
  const awards = await db.findBy(AwardEntity, {
    achievementId: In([...new Set(ofRuns.map(({ rule }) => rule.id))]),
    personId: In([...new Set(ofRuns.map(({ fact }) => fact.personId))]),
  });
  return candidates.filter(
    ({ rule, fact: { personId, run } }) =>
      !run || !awards.some((award) => award.achievementId === rule.id && award.personId === personId && isSameRun(award, run)),
  );
}

function isSameRun({ occasion, earnedAt }: AwardRow, { firstDay, lastDay, reachedAt }: StudyRun): boolean {
  const moment = earnedAt.getTime();
  const isWithin = moment >= (reachedAt.at(0) ?? 0) && moment <= (reachedAt.at(-1) ?? 0);
  return isWithin || (occasion >= firstDay && occasion <= lastDay);
}
