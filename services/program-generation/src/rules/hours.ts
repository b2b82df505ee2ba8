import {
  addHours,
  type ProgramDocument,
  type ProgramModule,
  programDocument,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import { add } from '../hours/distribute-hours.ts';
import { finalHours } from '../hours/plan-hours.ts';
import { type Column, columns, recalculateHours, shareColumn } from '../hours/recalculate-hours.ts';
import type { Localized, Norms } from '../norms/norms-shape.ts';
import { calendarFix } from './calendar-fix.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

const columnNames: Readonly<Record<Column, Localized>> = {
  lectures: { ru: 'лекции', en: 'lectures' },
  practice: { ru: 'практика', en: 'practice' },
  selfStudy: { ru: 'самостоятельная работа', en: 'self-study' },
  assessment: { ru: 'аттестация', en: 'assessment' },
};

const recalculate = {
  ru: 'Пересчитать часы модулей, тем и график',
  en: 'Recalculate the hours of modules, topics and the schedule',
};

/** P3: hours add up at every level. P4: the final assessment has hours. */
export function* checkHours(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { modules, finalAssessment, hours } = document;
  const total = add(modules.map((module) => totalHours(module.hours))) + finalAssessment.hours;
  if (total !== hours) {
    yield {
      rule: 'P3',
      severity: 'error',
      pointer: '/hours',
      message: {
        ru: `Модули и итоговая аттестация составляют ${total} ак. ч вместо ${hours}.`,
        en: `Modules and final assessment come to ${total} academic hours instead of ${hours}.`,
      },
      fix: () => totalFix(document, total, norms),
    };
  }
  if (finalAssessment.hours === 0) {
    yield {
      rule: 'P4',
      severity: 'error',
      pointer: '/finalAssessment/hours',
      message: { ru: 'На итоговую аттестацию не отведено часов.', en: 'The final assessment has no hours.' },
      fix: () => recalculateFix(document, finalHours(document)),
    };
  }
  for (const [index, module] of modules.entries()) yield* checkModule(document, module, index, total);
}

function* checkModule(document: ProgramDocument, module: ProgramModule, index: number, total: number): Generator<Issue> {
  const pointer = `/modules/${index}/hours`;
  if (totalHours(module.hours) === 0) {
    yield {
      rule: 'P3',
      severity: 'error',
      pointer,
      message: { ru: `У модуля ${index + 1} нет часов.`, en: `Module ${index + 1} has no hours.` },
      fix: () => recalculateFix(document, document.finalAssessment.hours),
    };
  }
  const sums = addHours(module.topics.map((topic) => topic.hours));
  for (const column of columns) {
    if (sums[column] === module.hours[column]) continue;
    const name = columnNames[column];
    yield {
      rule: 'P3',
      severity: 'error',
      pointer: `${pointer}/${column}`,
      message: {
        ru: `Модуль ${index + 1}, ${name.ru}: по темам ${sums[column]} ак. ч вместо ${module.hours[column]}.`,
        en: `Module ${index + 1}, ${name.en}: the topics have ${sums[column]} academic hours instead of ${module.hours[column]}.`,
      },
      fix: () => columnFix(document, { index, column, sum: sums[column], total }),
    };
  }
}

function recalculateFix(document: ProgramDocument, ofFinal: number): Fix | undefined {
  const operations = recalculateHours(document, { hours: document.hours, finalHours: ofFinal });
  return operations && { title: recalculate, operations };
}

/** The hours ordered are right, unless the credits say that those of the modules are. */
function totalFix(document: ProgramDocument, total: number, norms: Norms): Fix | undefined {
  const fix = recalculateFix(document, document.finalAssessment.hours);
  const isBetter = document.credits !== null && total === document.credits * norms.hoursPerCredit;
  if (fix && !isBetter) return fix;
  if (!mayHaveHours(document, total, norms)) return undefined;
  return {
    title: { ru: `Указать трудоёмкость ${total} ак. ч`, en: `Set the volume to ${total} academic hours` },
    operations: [{ op: 'replace', path: '/hours', value: total }],
  };
}

/** No rule is broken by these hours that the present ones keep. */
function mayHaveHours({ kind, credits, hours }: ProgramDocument, total: number, norms: Norms): boolean {
  const { minValue, maxValue } = programDocument.shape.hours;
  const minimum = norms.kinds[kind].minimumHours ?? 0;
  const ofCredits = credits === null ? null : credits * norms.hoursPerCredit;
  return (
    total >= (minValue ?? 0) &&
    total <= (maxValue ?? 0) &&
    (total >= minimum || hours < minimum) &&
    (ofCredits === null || total === ofCredits || hours !== ofCredits)
  );
}

interface Difference {
  readonly index: number;
  readonly column: Column;
  /** Of the topics. */
  readonly sum: number;
  /** Of the programme by its curriculum. */
  readonly total: number;
}

/** The row of the curriculum follows the topics where that makes the whole programme right, else the topics follow the row. */
function columnFix(document: ProgramDocument, { index, column, sum, total }: Difference): Fix | undefined {
  const module = document.modules[index];
  if (!module) return undefined;
  const row = { ...module.hours, [column]: sum };
  const makesTotalRight = total !== document.hours && total + sum - module.hours[column] === document.hours;
  if (makesTotalRight && totalHours(row) > 0) {
    const modules = document.modules.with(index, { ...module, hours: row });
    const calendar = calendarFix({ ...document, modules })?.operations ?? [];
    return {
      title: { ru: 'Взять часы модуля из тем', en: 'Take the hours of the module from its topics' },
      operations: [
        { op: 'replace', path: `/modules/${index}/hours/${column}`, value: sum },
        ...(document.calendar.weeks.length > 0 ? calendar : []),
      ],
    };
  }
  return {
    title: { ru: 'Распределить часы модуля по темам', en: 'Share the hours of the module among its topics' },
    operations: shareColumn(module.topics, column, module.hours[column]).flatMap((hours, position) =>
      hours === module.topics[position]?.hours[column]
        ? []
        : [{ op: 'replace', path: `/modules/${index}/topics/${position}/hours/${column}`, value: hours }],
    ),
  };
}
