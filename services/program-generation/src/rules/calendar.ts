import { type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import { finalModule } from '../hours/build-calendar.ts';
import { add } from '../hours/distribute-hours.ts';
import { rebuildCalendar } from '../hours/rebuild-calendar.ts';
import { calendarFix } from './calendar-fix.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

/** P6. A kind that needs no schedule may leave it empty; where there is one, it must hold. */
export function* checkCalendar(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { calendar } = document;
  yield* checkLimit(document, norms.maxWeeklyHours);
  if (calendar.weeks.length === 0) return;
  const fix = () => calendarFix(document);
  yield* checkSums(document, fix);
  const full = calendar.weeks.flatMap(({ load }, week) =>
    add(load.map(({ hours }) => hours)) > calendar.weeklyLimit ? [week] : [],
  );
  if (full[0] !== undefined) {
    const numbers = listNumbers(full.map((week) => week + 1));
    yield {
      rule: 'P6',
      severity: 'error',
      pointer: `/calendar/weeks/${full[0]}`,
      message: {
        ru: `Больше ${calendar.weeklyLimit} ак. ч в неделю: недели ${numbers}.`,
        en: `More than ${calendar.weeklyLimit} academic hours a week: weeks ${numbers}.`,
      },
      fix,
    };
  }
  const finalWeek = calendar.weeks.findIndex(({ load }) => load.some(({ module }) => module === finalModule));
  const lastWeek = calendar.weeks.findLastIndex(({ load }) => load.some(({ module }) => module !== finalModule));
  if (finalWeek !== -1 && finalWeek < lastWeek) {
    yield {
      rule: 'P6',
      severity: 'warning',
      pointer: `/calendar/weeks/${finalWeek}`,
      message: {
        ru: 'Итоговая аттестация стоит в графике раньше последних занятий.',
        en: 'The schedule has the final assessment before the last classes.',
      },
      fix,
    };
  }
}

function* checkLimit({ calendar, modules, finalAssessment }: ProgramDocument, max: number): Generator<Issue> {
  if (calendar.weeklyLimit <= max) return;
  yield {
    rule: 'P6',
    severity: 'error',
    pointer: '/calendar/weeklyLimit',
    message: {
      ru: `Недельная нагрузка не может превышать ${max} ак. ч.`,
      en: `A week must not have more than ${max} academic hours.`,
    },
    fix: () => limitFix({ calendar, modules, finalAssessment }, max),
  };
}

function limitFix(
  { calendar, modules, finalAssessment }: Pick<ProgramDocument, 'calendar' | 'modules' | 'finalAssessment'>,
  max: number,
): Fix | undefined {
  const weeks = rebuildCalendar(modules, finalAssessment.hours, max);
  return (
    weeks && {
      title: {
        ru: `Ограничить неделю ${max} ак. ч и пересоставить график`,
        en: `Limit a week to ${max} hours and rebuild the schedule`,
      },
      operations: [
        { op: 'replace', path: '/calendar/weeklyLimit', value: max },
        ...(calendar.weeks.length > 0 ? [{ op: 'replace', path: '/calendar/weeks', value: weeks } as const] : []),
      ],
    }
  );
}

/** Hours by id: two modules with one id, an error of its own, are one here. */
function* checkSums({ modules, finalAssessment, calendar }: ProgramDocument, fix: Issue['fix']): Generator<Issue> {
  const planned = new Map([[finalModule, finalAssessment.hours]]);
  for (const { id, hours } of modules) planned.set(id, (planned.get(id) ?? 0) + totalHours(hours));
  const scheduled = new Map<string, number>();
  for (const { module, hours } of calendar.weeks.flatMap(({ load }) => load)) {
    scheduled.set(module, (scheduled.get(module) ?? 0) + hours);
  }
  const wrong = [...planned].filter(([id, hours]) => hours !== (scheduled.get(id) ?? 0));
  if (wrong.length === 0) return;
  const describe = (final: string, module: (number: number) => string, instead: string) =>
    wrong
      .map(([id, hours]) => {
        const name = id === finalModule ? final : module(modules.findIndex((candidate) => candidate.id === id) + 1);
        return `${name}: ${scheduled.get(id) ?? 0} ${instead} ${hours}`;
      })
      .join('; ');
  yield {
    rule: 'P6',
    severity: 'error',
    pointer: '/calendar/weeks',
    message: {
      ru: `График расходится с учебным планом (ак. ч): ${describe('итоговая аттестация', (number) => `модуль ${number}`, 'вместо')}.`,
      en: `The schedule disagrees with the curriculum (academic hours): ${describe('final assessment', (number) => `module ${number}`, 'instead of')}.`,
    },
    fix,
  };
}

/** The first few of them. */
function listNumbers(numbers: readonly number[]): string {
  return `${numbers.slice(0, 10).join(', ')}${numbers.length > 10 ? ', …' : ''}`;
}
