import { finalModule } from '../../hours/build-calendar.ts';
import { norms } from '../../norms/norms.ts';
import { type Draft, heading } from '../tree/drafts.ts';
import type { PrintedProgram } from '../tree/printed-program.ts';
import { hourCell } from './hour-table.ts';

/** As many weeks as fit beside a readable name of a module. */
const weeksPerTable = 12;
const weekShare = 0.052;
const numberShare = 0.06;
const totalShare = 0.085;

/** A table for every twelve weeks, with the modules that are taught in them. */
export function calendarSection(program: PrintedProgram): Draft[] {
  const { document, labels, titles, modules } = program;
  const { weeks, weeklyLimit } = document.calendar;
  if (weeks.length === 0) return [];
  const rows = [
    ...modules.map(({ module, number }) => ({ id: module.id, number: `${number}`, name: module.title })),
    { id: finalModule, number: '', name: norms.kinds[document.kind].finalAssessment[document.language] },
  ];
  const first = Array.from({ length: Math.ceil(weeks.length / weeksPerTable) }, (_, index) => index * weeksPerTable);
  return [
    heading(1, titles.calendar),
    ...first.map((begin): Draft => {
      const part = weeks.slice(begin, begin + weeksPerTable).map(({ load }) => load);
      const span = part.length === 1 ? `${begin + 1}` : `${begin + 1}–${begin + part.length}`;
      const taught = rows
        .map((row) => ({ ...row, hours: part.map((load) => sum(load.filter(({ module }) => module === row.id))) }))
        .filter(({ hours }) => hours.some((value) => value > 0));
      const totals = part.map((_, week) => taught.reduce((total, { hours }) => total + (hours[week] ?? 0), 0));
      return {
        type: 'table',
        lead: (number) => (begin === 0 ? labels.calendarLead(number, weeklyLimit) : labels.calendarGoesOn(number, span)),
        caption: labels.calendarCaption(span),
        columns: [
          { title: labels.columns.number, share: numberShare, align: 'left' },
          { title: labels.columns.module, share: 1 - numberShare - totalShare - part.length * weekShare, align: 'left' },
          ...part.map((_, week) => ({ title: `${begin + week + 1}`, share: weekShare, align: 'center' as const })),
          { title: labels.columns.total, share: totalShare, align: 'center' },
        ],
        rows: [
          ...taught.map(({ number, name, hours }) => [number, name, ...withTotal(hours)]),
          ['', labels.totalRow, ...withTotal(totals)],
        ],
        totalled: true,
      };
    }),
  ];
}

function sum(parts: readonly { readonly hours: number }[]): number {
  return parts.reduce((total, { hours }) => total + hours, 0);
}

function withTotal(hours: readonly number[]): string[] {
  return [...hours, hours.reduce((total, value) => total + value, 0)].map(hourCell);
}
