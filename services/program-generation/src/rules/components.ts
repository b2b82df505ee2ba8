import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Component, Localized } from '../norms/norms-shape.ts';
import { calendarFix } from './calendar-fix.ts';
import type { Issue, RuleContext } from './issue.ts';

/** P1: the components that the acts demand of the kind are there. Sources are P11. */
export function* checkComponents(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { required, components } = norms.kinds[document.kind];
  const missing = (component: Component, pointer: string, fix?: Issue['fix']): Issue => {
    const name = components[component] ?? norms.components[component];
    return {
      rule: 'P1',
      severity: 'error',
      pointer,
      message: { ru: `Раздел «${name.ru}» пуст.`, en: `The section “${name.en}” is empty.` },
      fix,
    };
  };
  const { outcomes, calendar, questions, conditions, finalAssessment } = document;
  if (required.includes('outcomes') && outcomes.length === 0) yield missing('outcomes', '/outcomes');
  if (required.includes('calendar') && calendar.weeks.length === 0) {
    yield missing('calendar', '/calendar/weeks', () => calendarFix(document));
  }
  if (required.includes('materials') && questions.length === 0) yield missing('materials', '/questions');
  if (required.includes('conditions')) {
    for (const [part, name] of conditionNames) if (conditions[part].length === 0) yield emptyCondition(part, name);
  }
  if (finalAssessment.criteria.length === 0) yield withoutCriteria('error', '/finalAssessment/criteria');
  for (const [index, module] of document.modules.entries()) {
    if (module.assessment.criteria.length === 0) yield withoutCriteria('warning', `/modules/${index}/assessment/criteria`);
    for (const [position, topic] of module.topics.entries()) {
      yield* checkTopic(topic, `/modules/${index}/topics/${position}`, `${index + 1}.${position + 1}`);
    }
  }
}

const conditionNames = [
  ['staff', { ru: 'кадровые условия', en: 'staff' }],
  ['facilities', { ru: 'материально-техническое обеспечение', en: 'facilities' }],
  ['methods', { ru: 'методическое обеспечение', en: 'methods' }],
] as const;

function emptyCondition(part: string, name: Localized): Issue {
  return {
    rule: 'P1',
    severity: 'error',
    pointer: `/conditions/${part}`,
    message: { ru: `Не описаны условия реализации: ${name.ru}.`, en: `The conditions do not describe: ${name.en}.` },
  };
}

function withoutCriteria(severity: Issue['severity'], pointer: string): Issue {
  return {
    rule: 'P1',
    severity,
    pointer,
    message: { ru: 'У аттестации нет критериев оценки.', en: 'The assessment has no criteria.' },
  };
}

type Topic = ProgramDocument['modules'][number]['topics'][number];

function* checkTopic({ hours, content, practice, selfStudy }: Topic, pointer: string, number: string): Generator<Issue> {
  const empty = (severity: Issue['severity'], part: string, name: Localized): Issue => ({
    rule: 'P1',
    severity,
    pointer: `${pointer}/${part}`,
    message: { ru: `Тема ${number}: ${name.ru}.`, en: `Topic ${number}: ${name.en}.` },
  });
  if (content.length === 0) yield empty('error', 'content', { ru: 'нет содержания', en: 'there is no content' });
  if (hours.practice > 0 && practice.length === 0) {
    yield empty('warning', 'practice', {
      ru: 'не описаны практические занятия, на которые отведены часы',
      en: 'the practice that has hours is not described',
    });
  }
  if (hours.selfStudy > 0 && selfStudy.length === 0) {
    yield empty('warning', 'selfStudy', {
      ru: 'не описана самостоятельная работа, на которую отведены часы',
      en: 'the self-study that has hours is not described',
    });
  }
}
