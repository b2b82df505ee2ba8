import type { AchievementRow } from '../achievement/achievement.entity.ts';
import type { StudyRun } from '../streak/streaks.ts';

/** What somebody has done. */
export interface Fact {
  /** Of the facts of its kind and person, this one alone. */
  readonly id: string;
  readonly personId: string;
  /** Null for days of study, which belong to no course. */
  readonly courseId: string | null;
  readonly occurredAt: Date;
  /** 1 for the first fact of this kind of the person, and of those in the course. */
  readonly ordinal: number;
  readonly courseOrdinal: number;
  readonly enrolledAt: Date | null;
  /** Score of a lesson or an attempt. */
  readonly percent: number | null;
  /** Which attempt it is: 1 for the first. */
  readonly attempt: number | null;
  /** Days of study one after the other. */
  readonly run: StudyRun | null;
}

export type Rule = Pick<AchievementRow, 'courseId' | 'condition' | 'repeats'>;

export interface Candidate {
  readonly rule: AchievementRow;
  readonly fact: Fact;
}

export interface Merit {
  readonly occasion: string;
  readonly earnedAt: Date;
}

const dayMs = 86_400_000;

/** What a rule gives for a fact of its kind; null for none. Whoever has the same occasion already gets no other award. */
export function evaluateRule(rule: Rule, fact: Fact): Merit | null {
  if (rule.courseId !== null && rule.courseId !== fact.courseId) return null;
  const merit = evaluateCondition(rule, fact);
  return merit && rule.repeats === 'once' ? { ...merit, occasion: 'once' } : merit;
}

function evaluateCondition({ condition, courseId, repeats }: Rule, fact: Fact): Merit | null {
  const merit = { occasion: fact.id, earnedAt: fact.occurredAt };
  switch (condition.type) {
    case 'count': {
      const ordinal = courseId === null ? fact.ordinal : fact.courseOrdinal;
      const isDue = repeats === 'once' ? ordinal >= condition.min : ordinal % condition.min === 0;
      return isDue ? { ...merit, occasion: `${ordinal / condition.min}` } : null;
    }
    case 'percent':
      return fact.percent !== null && fact.percent >= condition.min ? merit : null;
    case 'first-attempt':
      return fact.attempt === 1 && fact.percent !== null && fact.percent >= condition.min ? merit : null;
    case 'within-days': {
      const lastMoment = fact.enrolledAt && fact.enrolledAt.getTime() + condition.max * dayMs;
      return lastMoment !== null && fact.occurredAt.getTime() <= lastMoment ? merit : null;
    }
    case 'days-in-row': {
      const reachedAt = fact.run?.reachedAt[condition.min - 1];
      return reachedAt === undefined ? null : { ...merit, earnedAt: new Date(reachedAt) };
    }
  }
}
