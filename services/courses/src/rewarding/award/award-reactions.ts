import type { Context } from '@lyceum/common/context';
import { on } from '@lyceum/common/outbox';
import type { AchievementFact } from '@lyceum/contracts/courses/achievement';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { attemptRegraded } from '@lyceum/contracts/courses/regrade';
import { lessonCompleted, studyDayCounted } from '@lyceum/contracts/courses/study';
import type { EntityManager } from 'typeorm';
import { AchievementEntity } from '../achievement/achievement.entity.ts';
import type { Fact } from './evaluate-rule.ts';
import { findFacts } from './find-facts.ts';
import { giveAwards } from './give-awards.ts';

interface Occurrence {
  readonly personId: string;
  readonly when: AchievementFact;
  readonly isFact: (fact: Fact) => boolean;
}

/**
 * Awards are given for what the tables say, whatever comes at once. Later facts are looked at too: one that is noted late, such as an
 * attempt that ended at its deadline, moves the ordinals of those after it.
 */
async function awardFrom(db: EntityManager, ctx: Context, { personId, when, isFact }: Occurrence): Promise<void> {
  const rules = await db.findBy(AchievementEntity, { when, active: true });
  if (rules.length === 0) return;
  const facts = await findFacts(db, when, [personId]);
  const first = facts.findIndex(isFact);
  if (first === -1) return;
  const laterFacts = facts.slice(first);
  const candidates = rules.flatMap((rule) =>
    laterFacts.flatMap((fact) => (fact.occurredAt >= rule.createdAt ? [{ rule, fact }] : [])),
  );
  await giveAwards(db, ctx, candidates);
}

export const awardReactions = [
  on(lessonCompleted, 'courses.award-for-lesson', ({ personId, enrolmentId, lessonId }, { db, ctx }) =>
    awardFrom(db, ctx, { personId, when: 'lesson-completed', isFact: ({ id }) => id === `${enrolmentId} ${lessonId}` }),
  ),
  on(attemptGraded, 'courses.award-for-attempt', ({ personId, attemptId }, { db, ctx }) =>
    awardFrom(db, ctx, { personId, when: 'attempt-graded', isFact: ({ id }) => id === attemptId }),
  ),
  on(attemptRegraded, 'courses.award-for-regraded-attempt', ({ personId, attemptId }, { db, ctx }) =>
    awardFrom(db, ctx, { personId, when: 'attempt-graded', isFact: ({ id }) => id === attemptId }),
  ),
  on(courseCompleted, 'courses.award-for-course', ({ personId, enrolmentId }, { db, ctx }) =>
    awardFrom(db, ctx, { personId, when: 'course-completed', isFact: ({ id }) => id === enrolmentId }),
  ),
  on(studyDayCounted, 'courses.award-for-streak', ({ personId, day }, { db, ctx }) =>
    awardFrom(db, ctx, { personId, when: 'study-streak', isFact: ({ occurredAt }) => occurredAt >= new Date(day) }),
  ),
];
