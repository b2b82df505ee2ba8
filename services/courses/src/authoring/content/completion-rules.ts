import { fail } from '@lyceum/common/errors';
import { lessonRuleUnfit } from '@lyceum/contracts/courses/draft';
import type { CompletionRule, LessonContent } from '@lyceum/contracts/courses/lesson-content';

type LessonType = LessonContent['type'];

const defaults: Readonly<Record<LessonType, CompletionRule>> = {
  text: { rule: 'opened', seconds: 15 },
  video: { rule: 'watched', percent: 90 },
  file: { rule: 'opened', seconds: 0 },
  link: { rule: 'opened', seconds: 0 },
  quiz: { rule: 'passed', percent: 70 },
  meeting: { rule: 'opened', seconds: 0 },
  assignment: { rule: 'accepted' },
  scorm: { rule: 'reported' },
};

/** Types that a rule is for; any type may be opened. */
const fitting: Readonly<Record<Exclude<CompletionRule['rule'], 'opened'>, readonly LessonType[]>> = {
  watched: ['video'],
  passed: ['quiz', 'scorm'],
  accepted: ['assignment'],
  reported: ['scorm'],
};

/** The rule an author wants, or what suits the type. Fails with `lesson.rule_unfit`. */
export function chooseRule(type: LessonType, wanted: CompletionRule | undefined): CompletionRule {
  if (!wanted) return defaults[type];
  if (!isFit(type, wanted)) throw fail(lessonRuleUnfit);
  return wanted;
}

export function isFit(type: LessonType, { rule }: CompletionRule): boolean {
  return rule === 'opened' || fitting[rule].includes(type);
}
