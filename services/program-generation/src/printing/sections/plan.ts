import { norms } from '../../norms/norms.ts';
import { type Draft, heading } from '../tree/drafts.ts';
import type { PrintedProgram } from '../tree/printed-program.ts';
import { assessmentOnly, hourCells, hourColumns, hourShares, numberShare, programHours } from './hour-table.ts';

const formShare = 0.21;

export function planSection({ document, labels, titles, modules }: PrintedProgram): Draft[] {
  const { finalAssessment, kind, language } = document;
  return [
    heading(1, titles.plan),
    {
      type: 'table',
      lead: labels.planLead,
      caption: titles.plan,
      columns: [
        { title: labels.columns.number, share: numberShare, align: 'left' },
        { title: labels.columns.module, share: 1 - numberShare - hourShares - formShare, align: 'left' },
        ...hourColumns(labels),
        { title: labels.columns.form, share: formShare, align: 'left' },
      ],
      rows: [
        ...modules.map(({ module, number }) => [`${number}`, module.title, ...hourCells(module.hours), module.assessment.form]),
        [
          '',
          norms.kinds[kind].finalAssessment[language],
          ...hourCells(assessmentOnly(finalAssessment.hours)),
          finalAssessment.form,
        ],
        ['', labels.totalRow, ...hourCells(programHours(document)), ''],
      ],
      totalled: true,
    },
  ];
}
