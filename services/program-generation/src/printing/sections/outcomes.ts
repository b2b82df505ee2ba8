import { type Draft, heading, list, paragraph } from '../tree/drafts.ts';
import { codes, type PrintedProgram } from '../tree/printed-program.ts';

export function outcomesSection({ document, labels, titles }: PrintedProgram): Draft[] {
  const { standards, competences, outcomes } = document;
  const { columns } = labels;
  if (standards.length + competences.length + outcomes.length === 0) return [];
  return [
    heading(1, titles.outcomes),
    ...(standards.length > 0
      ? [
          heading(2, labels.standards),
          paragraph(labels.standardsLead),
          ...list(standards.map(({ code, title }) => labels.standard(code, title))),
        ]
      : []),
    ...(competences.length > 0
      ? [
          heading(2, labels.competences),
          table(labels.competencesLead, labels.competences, {
            columns: [columns.code, columns.competence, columns.origin],
            rows: competences.map(({ code, text, origin }) => [code, text, labels.origins[origin]]),
          }),
        ]
      : []),
    ...(outcomes.length > 0
      ? [
          heading(2, labels.results),
          table(labels.resultsLead, labels.results, {
            columns: [columns.code, columns.outcome, columns.competences],
            rows: outcomes.map((outcome) => [outcome.code, outcome.text, codes(competences, outcome.competences) || '–']),
          }),
        ]
      : []),
  ];
}

interface Cells {
  readonly columns: readonly [string, string, string];
  readonly rows: readonly (readonly string[])[];
}

function table(lead: (number: number) => string, caption: string, { columns: [code, text, last], rows }: Cells): Draft {
  return {
    type: 'table',
    lead,
    caption,
    columns: [
      { title: code, share: 0.13, align: 'left' },
      { title: text, share: 0.65, align: 'left' },
      { title: last, share: 0.22, align: 'left' },
    ],
    rows,
    totalled: false,
  };
}
