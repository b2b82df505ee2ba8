import { norms } from '../../norms/norms.ts';
import { type Draft, heading, list, paragraph, sentence } from '../tree/drafts.ts';
import { codes, type PrintedProgram, ranges } from '../tree/printed-program.ts';
import { numberShare } from './hour-table.ts';

export function assessmentSection(program: PrintedProgram): Draft[] {
  const { document, labels, titles, modules } = program;
  const { finalAssessment, kind, language, passingPercent } = document;
  const norm = norms.kinds[kind];
  const outcomes = codes(document.outcomes, finalAssessment.outcomes);
  return [
    heading(1, titles.assessment),
    heading(2, norm.moduleAssessment[language]),
    {
      type: 'table',
      lead: labels.assessmentLead,
      caption: norm.moduleAssessment[language],
      columns: [
        { title: labels.columns.number, share: numberShare, align: 'left' },
        { title: labels.columns.module, share: 0.52, align: 'left' },
        { title: labels.columns.form, share: 0.48 - numberShare, align: 'left' },
      ],
      rows: modules.map(({ module, number }) => [`${number}`, module.title, module.assessment.form]),
      totalled: false,
    },
    ...(passingPercent === null ? [] : [paragraph(labels.passing(passingPercent))]),
    heading(2, norm.finalAssessment[language]),
    paragraph(
      `${labels.form}: ${sentence(finalAssessment.form)} ${labels.volume}: ${labels.hours(finalAssessment.hours)}.` +
        (outcomes ? ` ${labels.checkedOutcomes}: ${outcomes}.` : '') +
        (finalAssessment.criteria.length > 0 ? ` ${labels.criteria}` : ''),
    ),
    ...list(finalAssessment.criteria),
    ...coverage(program),
  ];
}

/** Which module leads to each outcome, and what checks it. */
function coverage({ document, labels, modules, finalQuestions }: PrintedProgram): Draft[] {
  const { outcomes, finalAssessment, kind, language } = document;
  if (outcomes.length === 0) return [];
  const questions = [...modules.flatMap((part) => part.questions), ...finalQuestions];
  return [
    heading(2, labels.coverage),
    {
      type: 'table',
      lead: labels.coverageLead,
      caption: labels.coverage,
      columns: [
        { title: labels.columns.outcome, share: 0.2, align: 'left' },
        { title: labels.columns.modules, share: 0.25, align: 'left' },
        { title: labels.columns.items, share: 0.35, align: 'left' },
        { title: norms.kinds[kind].finalAssessment[language], share: 0.2, align: 'center' },
      ],
      rows: outcomes.map(({ id, code }) => [
        code,
        ranges(modules.filter(({ module }) => module.outcomes.includes(id)).map(({ number }) => number)) || '–',
        ranges(questions.filter(({ question }) => question.outcomes.includes(id)).map(({ number }) => number)) || '–',
        finalAssessment.outcomes.includes(id) ? '+' : '–',
      ]),
      totalled: false,
    },
  ];
}
