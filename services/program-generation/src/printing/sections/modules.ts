import { addHours, type ProgramTopic, totalHours } from '@lyceum/contracts/program-generation/program-document';
import { norms } from '../../norms/norms.ts';
import type { DocumentLabels } from '../labels/document-labels.ts';
import { type Draft, heading, list, paragraph, paragraphs, sentence } from '../tree/drafts.ts';
import { citations, codes, type PrintedProgram } from '../tree/printed-program.ts';
import { hourCells, hourColumns, hourShares, numberShare } from './hour-table.ts';

export function modulesSection(program: PrintedProgram): Draft[] {
  const { titles, modules } = program;
  return [heading(1, titles.modules), ...modules.flatMap((part) => moduleDrafts(program, part))];
}

function moduleDrafts(program: PrintedProgram, { module, number }: PrintedProgram['modules'][number]): Draft[] {
  const { document, labels } = program;
  const outcomes = codes(document.outcomes, module.outcomes);
  const cited = citations(program, module.sources);
  return [
    heading(2, labels.module(number, module.title)),
    ...paragraphs([module.summary]),
    ...(outcomes ? [paragraph(labels.moduleOutcomes(outcomes))] : []),
    topicTable(program, { module, number }),
    ...module.topics.flatMap((topic, index) => topicDrafts(topic, `${number}.${index + 1}`, labels)),
    paragraph(
      `${norms.kinds[document.kind].moduleAssessment[document.language]}: ${sentence(module.assessment.form)}` +
        (module.assessment.criteria.length > 0 ? ` ${labels.criteria}` : ''),
    ),
    ...list(module.assessment.criteria),
    ...(cited ? [paragraph(labels.moduleSources(cited))] : []),
  ];
}

function topicTable(
  { labels }: PrintedProgram,
  { module, number }: Pick<PrintedProgram['modules'][number], 'module' | 'number'>,
): Draft {
  const someWithoutHours = module.topics.some(({ hours }) => totalHours(hours) === 0);
  return {
    type: 'table',
    lead: (table) => `${labels.topicsLead(table)}${someWithoutHours ? ` ${labels.withoutHours}` : ''}`,
    caption: labels.topicsCaption(number),
    columns: [
      { title: labels.columns.number, share: numberShare + 0.02, align: 'left' },
      { title: labels.columns.topic, share: 1 - numberShare - 0.02 - hourShares, align: 'left' },
      ...hourColumns(labels),
    ],
    rows: [
      ...module.topics.map(({ title, hours }, index) => [`${number}.${index + 1}`, title, ...hourCells(hours)]),
      ['', labels.totalRow, ...hourCells(addHours(module.topics.map(({ hours }) => hours)))],
    ],
    totalled: true,
  };
}

function topicDrafts(
  { title, hours, content, practice, selfStudy }: ProgramTopic,
  number: string,
  labels: DocumentLabels,
): Draft[] {
  const lead = (name: string, count: number) => (count > 0 ? `${name} (${labels.hours(count)}).` : `${name}.`);
  return [
    heading(3, labels.topic(number, title)),
    ...paragraphs(content.map(sentence), lead(labels.lectures, hours.lectures)),
    ...paragraphs(practice.map(sentence), lead(labels.practice, hours.practice)),
    ...paragraphs(selfStudy.map(sentence), lead(labels.selfStudy, hours.selfStudy)),
  ];
}
