import type { Locale } from '@lyceum/contracts/shared/fields';
import { toAchievement, toCertificate, toCourse, toLesson, toModules } from './activities.ts';
import { createAttemptStatements, createRegradeStatement } from './create-attempt-statements.ts';
import type { Fact, FactLesson, Happening } from './fact.ts';
import { toPercentScore, toPointScore } from './scores.ts';
import type { Statement } from './statement.ts';
import { toStatementId } from './statement-id.ts';
import type { StatementParts } from './statement-parts.ts';
import { verbs } from './vocabulary.ts';

/** Says a fact in statements of xAPI, in the order in which they are to be sent: the same for the same fact. */
export function createStatements(fact: Fact): Statement[] {
  const { happening, platformUrl } = fact;
  const language = happening.kind === 'achievement-awarded' ? happening.language : happening.course.language;
  const all = createParts(happening, { platformUrl, language });
  return all.map((parts, index) => finish(fact, language, parts, toStatementId(`${fact.key} ${index}`)));
}

type Place = Parameters<typeof toCourse>[0];

function createParts(happening: Happening, place: Place): StatementParts[] {
  if (happening.kind === 'achievement-awarded') {
    const parent = happening.course ? [toCourse(place, happening.course)] : [];
    return [{ verb: verbs.earned, object: toAchievement(place, happening.achievement), parent }];
  }
  if ('lesson' in happening) return createLessonParts(happening, place);
  const course = toCourse(place, happening.course);
  switch (happening.kind) {
    case 'enrolled':
      return [{ verb: verbs.registered, object: course }];
    case 'enrolment-ended':
      return [{ verb: verbs.unregistered, object: course }];
    case 'course-completed':
      return [{ verb: verbs.completed, object: course, result: { completion: true } }];
    case 'certificate-issued':
      return [{ verb: verbs.earned, object: toCertificate(place, happening.certificate), parent: [course] }];
  }
}

function createLessonParts(happening: Extract<Happening, { lesson: FactLesson }>, place: Place): StatementParts[] {
  const { course, lesson } = happening;
  const parent = toModules(place, course, lesson);
  const around = { object: toLesson(place, course, lesson), parent, grouping: [toCourse(place, course)] };
  switch (happening.kind) {
    case 'lesson-completed': {
      const { percent } = happening;
      const score = percent === null ? undefined : toPercentScore(percent);
      return [{ ...around, verb: verbs.completed, result: { completion: true, ...(score && { score }) } }];
    }
    case 'work-submitted':
      return [{ ...around, verb: verbs.submitted }];
    case 'work-graded':
      return [{ ...around, verb: verbs.scored, result: { score: toPointScore(happening), success: happening.accepted } }];
    case 'attempt-graded':
      return createAttemptStatements(happening, place, around);
    case 'attempt-regraded':
      return [createRegradeStatement(happening, around)];
  }
}

function finish({ actor, occurredAt, happening }: Fact, language: Locale, parts: StatementParts, id: string): Statement {
  const { verb, object, result, parent = [], grouping = [], extensions, at = occurredAt } = parts;
  const contextActivities = {
    ...(parent.length > 0 && { parent: [...parent] }),
    ...(grouping.length > 0 && { grouping: [...grouping] }),
  };
  return {
    ...{ id, actor, verb, object },
    ...(result && { result }),
    context: {
      ...('enrolmentId' in happening && { registration: happening.enrolmentId }),
      ...(Object.keys(contextActivities).length > 0 && { contextActivities }),
      ...{ platform: 'Lyceum', language },
      ...(extensions && { extensions }),
    },
    timestamp: at.toISOString(),
  };
}
