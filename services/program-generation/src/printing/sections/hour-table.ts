import { addHours, type Hours, type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import type { DocumentLabels } from '../labels/document-labels.ts';
import type { TableColumn } from '../tree/document-tree.ts';

/** Hours of the whole programme: its modules and the final assessment. */
export function programHours({ modules, finalAssessment }: Pick<ProgramDocument, 'modules' | 'finalAssessment'>): Hours {
  return addHours([...modules.map(({ hours }) => hours), assessmentOnly(finalAssessment.hours)]);
}

export function assessmentOnly(assessment: number): Hours {
  return { lectures: 0, practice: 0, selfStudy: 0, assessment };
}

/** A number, a name, the hours by kind of work; shares of a line, of which the rest is free. */
export const numberShare = 0.06;
export const hourShares = 0.455;

export function hourColumns({ columns }: DocumentLabels): TableColumn[] {
  return [
    { title: columns.lectures, share: 0.105, align: 'center' },
    { title: columns.practice, share: 0.12, align: 'center' },
    { title: columns.selfStudy, share: 0.07, align: 'center' },
    { title: columns.assessment, share: 0.075, align: 'center' },
    { title: columns.total, share: 0.085, align: 'center' },
  ];
}

export function hourCells(hours: Hours): string[] {
  const cells = [hours.lectures, hours.practice, hours.selfStudy, hours.assessment, totalHours(hours)];
  return cells.map(hourCell);
}

export function hourCell(hours: number): string {
  return hours === 0 ? '–' : `${hours}`;
}
