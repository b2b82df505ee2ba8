import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { finalModule } from '../hours/build-calendar.ts';
import { repetitions, toComparisonKey } from '../text/comparison-key.ts';
import { calendarFix } from './calendar-fix.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

interface Part {
  readonly id: string;
  readonly pointer: string;
}

/** R2: an id names one part of its kind. References lead to the first that has it, so the later one may get another. */
export function* checkIds(document: ProgramDocument): Generator<Issue> {
  const { standards, competences, outcomes, modules, questions, sources } = document;
  const parts = (list: readonly { id: string }[], pointer: string) =>
    list.map(({ id }, index) => ({ id, pointer: `${pointer}/${index}` }));
  const topics = modules.flatMap((module, index) => parts(module.topics, `/modules/${index}/topics`));
  // What nothing refers to: another id breaks nothing.
  const free = [parts(standards, '/standards'), topics, parts(questions, '/questions'), parts(sources, '/sources')];
  const freshId = freshIds(new Set([...free.flat(), ...competences, ...outcomes, ...modules].map(({ id }) => id)));
  for (const list of free) {
    for (const { pointer, id } of repeated(list)) yield repeatedId(pointer, () => renameFix(pointer, freshId(id)));
  }
  for (const { pointer } of [...repeated(parts(competences, '/competences')), ...repeated(parts(outcomes, '/outcomes'))]) {
    yield repeatedId(pointer);
  }
  for (const { pointer, id } of repeated(parts(modules, '/modules'))) {
    yield repeatedId(pointer, () => renameModule(document, pointer, freshId(id)));
  }
  const reserved = modules.findIndex(({ id }) => id === finalModule);
  if (reserved !== -1) {
    yield {
      rule: 'R2',
      severity: 'error',
      pointer: `/modules/${reserved}/id`,
      message: {
        ru: `Модуль не может иметь идентификатор «${finalModule}»: в графике так названа итоговая аттестация.`,
        en: `A module cannot have the id “${finalModule}”: the schedule calls the final assessment so.`,
      },
    };
  }
}

function repeated(parts: readonly Part[]): Part[] {
  const repeating = new Set(repetitions(parts.map(({ id }) => id)));
  return parts.filter((_, index) => repeating.has(index));
}

function repeatedId(pointer: string, fix?: Issue['fix']): Issue {
  return {
    rule: 'R2',
    severity: 'error',
    pointer: `${pointer}/id`,
    message: { ru: 'Такой идентификатор уже есть у другой части.', en: 'Another part has the same id.' },
    fix,
  };
}

/** Longest id a document can hold is 40 characters. Many parts may have one id: the search for another is made once. */
function freshIds(used: ReadonlySet<string>): (id: string) => string {
  const found = new Map<string, string>();
  return (id) => {
    const stem = id.slice(0, 34);
    let number = 2;
    while (!found.has(stem)) {
      if (!used.has(`${stem}-${number}`)) found.set(stem, `${stem}-${number}`);
      number += 1;
    }
    return found.get(stem) ?? stem;
  };
}

function renameFix(pointer: string, id: string): Fix {
  return {
    title: { ru: `Дать идентификатор ${id}`, en: `Give it the id ${id}` },
    operations: [{ op: 'replace', path: `${pointer}/id`, value: id }],
  };
}

/** The schedule counts the hours of both modules as those of one, so it is built anew. */
function renameModule(document: ProgramDocument, pointer: string, id: string): Fix | undefined {
  const fix = renameFix(pointer, id);
  if (document.calendar.weeks.length === 0) return fix;
  const modules = document.modules.map((module, index) => (pointer === `/modules/${index}` ? { ...module, id } : module));
  const calendar = calendarFix({ ...document, modules });
  return calendar && { ...fix, operations: [...fix.operations, ...calendar.operations] };
}

/** R3: a code names one standard, competence or outcome. */
export function* checkCodes(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { standards, competences, outcomes, language } = document;
  for (const index of repeatedCodes(standards)) {
    const path = `/standards/${index}`;
    yield repeatedCode(path, () => ({
      title: { ru: 'Убрать повтор', en: 'Remove the repetition' },
      operations: [{ op: 'remove', path }],
    }));
  }
  const lists = [
    { list: competences, pointer: '/competences', prefix: norms.codePrefixes.competence[language] },
    { list: outcomes, pointer: '/outcomes', prefix: norms.codePrefixes.outcome[language] },
  ];
  for (const { list, pointer, prefix } of lists) {
    for (const index of repeatedCodes(list))
      yield repeatedCode(`${pointer}/${index}`, () => recodeFix(`${pointer}/${index}`, list, prefix));
  }
}

function repeatedCodes(list: readonly { readonly code: string }[]): number[] {
  return repetitions(list.map(({ code }) => toComparisonKey(code)));
}

function repeatedCode(pointer: string, fix: Issue['fix']): Issue {
  return {
    rule: 'R3',
    severity: 'error',
    pointer: `${pointer}/code`,
    message: { ru: 'Такой код уже есть.', en: 'There is such a code already.' },
    fix,
  };
}

/** The next free code of the platform's own. */
export function recodeFix(pointer: string, list: readonly { readonly code: string }[], prefix: string): Fix {
  const used = new Set(list.map(({ code }) => toComparisonKey(code)));
  let number = 1;
  while (used.has(toComparisonKey(`${prefix}-${number}`))) number += 1;
  const code = `${prefix}-${number}`;
  return {
    title: { ru: `Дать код ${code}`, en: `Give it the code ${code}` },
    operations: [{ op: 'replace', path: `${pointer}/code`, value: code }],
  };
}
