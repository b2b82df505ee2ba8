import type { ProgramDocument, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import { finalModule } from '../hours/build-calendar.ts';
import type { Localized } from '../norms/norms-shape.ts';
import { calendarFix } from './calendar-fix.ts';
import type { Fix, Issue } from './issue.ts';

const targets = {
  competence: { ru: 'компетенции', en: 'competence' },
  outcome: { ru: 'результата обучения', en: 'outcome' },
  source: { ru: 'источника', en: 'source' },
  module: { ru: 'модуля', en: 'module' },
};

/** R1: ids lead to parts of the document, and no list names one twice. */
export function* checkReferences(document: ProgramDocument): Generator<Issue> {
  const outcomes = new Set(document.outcomes.map(({ id }) => id));
  const competences = new Set(document.competences.map(({ id }) => id));
  const sources = new Set(document.sources.map(({ id }) => id));
  for (const [index, outcome] of document.outcomes.entries()) {
    yield* checkList(outcome.competences, competences, `/outcomes/${index}/competences`, targets.competence);
  }
  for (const [index, module] of document.modules.entries()) {
    yield* checkList(module.outcomes, outcomes, `/modules/${index}/outcomes`, targets.outcome);
    yield* checkList(module.sources, sources, `/modules/${index}/sources`, targets.source);
  }
  yield* checkList(document.finalAssessment.outcomes, outcomes, '/finalAssessment/outcomes', targets.outcome);
  yield* checkQuestions(document, outcomes);
  yield* checkCalendarModules(document);
}

function* checkList(
  references: readonly string[],
  known: ReadonlySet<string>,
  pointer: string,
  name: Localized,
): Generator<Issue> {
  for (const [index, id] of references.entries()) {
    const path = `${pointer}/${index}`;
    const fix = (): Fix => ({
      title: { ru: 'Убрать ссылку', en: 'Remove the reference' },
      operations: [{ op: 'remove', path }],
    });
    if (!known.has(id)) yield { ...unknown(path, name), fix };
    else if (references.indexOf(id) < index) {
      const message = { ru: 'Ссылка повторяется.', en: `The ${name.en} is referred to twice.` };
      yield { rule: 'R1', severity: 'warning', pointer: path, message, fix };
    }
  }
}

function unknown(pointer: string, name: Localized): Issue {
  return {
    rule: 'R1',
    severity: 'error',
    pointer,
    message: {
      ru: `Ссылка никуда не ведёт: нет ${name.ru} с таким идентификатором.`,
      en: `The reference leads nowhere: there is no ${name.en} with this id.`,
    },
  };
}

function* checkQuestions(document: ProgramDocument, outcomes: ReadonlySet<string>): Generator<Issue> {
  const modules = new Set(document.modules.map(({ id }) => id));
  for (const [index, question] of document.questions.entries()) {
    const pointer = `/questions/${index}`;
    for (const issue of checkList(question.outcomes, outcomes, `${pointer}/outcomes`, targets.outcome)) {
      const isOnly = question.outcomes.length === 1;
      yield isOnly ? { ...issue, fix: () => replaceOutcome(document, question, issue.pointer) } : issue;
    }
    if (question.module !== null && !modules.has(question.module)) {
      yield {
        ...unknown(`${pointer}/module`, targets.module),
        fix: () => ({
          title: { ru: 'Отнести к итоговой аттестации', en: 'Move it to the final assessment' },
          operations: [{ op: 'replace', path: `${pointer}/module`, value: null }],
        }),
      };
    }
  }
}

/** A question checks one outcome at least, so another one of the same module stands in. */
function replaceOutcome(document: ProgramDocument, { module: moduleId }: ProgramQuestion, path: string): Fix | undefined {
  const module = document.modules.find(({ id }) => id === moduleId) ?? document.finalAssessment;
  const known = document.outcomes.find(({ id }) => module.outcomes.includes(id));
  return (
    known && {
      title: { ru: `Заменить на ${known.code}`, en: `Replace it with ${known.code}` },
      operations: [{ op: 'replace', path, value: known.id }],
    }
  );
}

function* checkCalendarModules(document: ProgramDocument): Generator<Issue> {
  const modules = new Set([finalModule, ...document.modules.map(({ id }) => id)]);
  const [first] = document.calendar.weeks.flatMap(({ load }, week) =>
    load.flatMap(({ module }, index) => (modules.has(module) ? [] : [`/calendar/weeks/${week}/load/${index}/module`])),
  );
  if (first !== undefined) yield { ...unknown(first, targets.module), fix: () => calendarFix(document) };
}
