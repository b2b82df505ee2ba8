import { type EntityManager, In } from 'typeorm';
import { AwardEntity } from './award.entity.ts';
import type { Candidate } from './evaluate-rule.ts';

/** Study without a network counts when it arrives: then a run that was awarded may begin earlier, and is the same run still. */
export async function leaveOutAwardedRuns(db: EntityManager, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const ofRuns = candidates.filter(({ fact }) => fact.run);
  if (ofRuns.length === 0) return [...candidates];
  const awards = await db.findBy(AwardEntity, {
    achievementId: In([...new Set(ofRuns.map(({ rule }) => rule.id))]),
    personId: In([...new Set(ofRuns.map(({ fact }) => fact.personId))]),
  });
  return candidates.filter(
    ({ rule, fact: { personId, run } }) =>
      !run ||
      !awards.some(
        (award) =>
          award.achievementId === rule.id &&
          award.personId === personId &&
          award.occasion >= run.firstDay &&
          award.occasion <= run.lastDay,
      ),
  );
}
