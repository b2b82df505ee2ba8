import type { HourPlan, ProgramDocument, ProgramRequest } from '@lyceum/contracts/program-generation';
import { academicHourMinutes, programNorms } from '../program/norms.ts';
import { quoteTitle } from '../program/quote-title.ts';
import { type DocumentLabels, documentLabels } from './document-labels.ts';
import type { Block, DocumentTree, TableColumn } from './document-tree.ts';

export interface PrintedProgram {
  readonly request: ProgramRequest;
  readonly document: ProgramDocument;
  /** Its year (UTC) is printed on the title page. */
  readonly date: Date;
}

type Module = ProgramDocument['modules'][number];

/** What is printed of a programme, in the order of its parts: general description, curriculum, modules, assessment. */
export function programTree({ request, document, date }: PrintedProgram): DocumentTree {
  const { language } = document;
  const labels = documentLabels[language];
  const year = date.getUTCFullYear();
  return {
    language,
    name: request.title,
    titlePage: {
      organisation: labels.organisation,
      approval: labels.approval(year),
      kind: programNorms[request.kind].name[language],
      title: quoteTitle(request.title, language),
      facts: [
        `${labels.audience}: ${request.audience}`,
        `${labels.level}: ${labels.levels[request.level]}`,
        `${labels.volume}: ${labels.hours(document.hours.total)}`,
        `${labels.language}: ${labels.languages[language]}`,
      ],
      foot: labels.foot(year),
    },
    contentsTitle: labels.contents,
    tableWord: labels.table,
    blocks: [
      ...generalBlocks(request, document, labels),
      ...planBlocks(request, document, labels),
      heading('3', labels.modules),
      ...document.modules.flatMap((module, index) => moduleBlocks(request, module, index + 1, labels)),
      ...assessmentBlocks(request, document, labels),
      { type: 'structural', text: labels.about },
      paragraph(document.notice),
    ],
  };
}

function generalBlocks(request: ProgramRequest, document: ProgramDocument, labels: DocumentLabels): Block[] {
  const clockHours = new Intl.NumberFormat(document.language).format((document.hours.total * academicHourMinutes) / 60);
  return [
    heading('1', labels.general),
    heading('1.1', labels.aim),
    paragraph(document.aim),
    heading('1.2', labels.scope),
    paragraph(sentence(`${labels.audience}: ${request.audience}`)),
    paragraph(sentence(`${labels.level}: ${labels.levels[request.level]}`)),
    paragraph(`${labels.volume}: ${labels.hours(document.hours.total)}. ${labels.clockHours(clockHours, academicHourMinutes)}`),
    heading('1.3', labels.outcomes),
    paragraph(labels.outcomesLead),
    { type: 'list', items: document.outcomes.map(({ code, text }) => `${text} (${code})`) },
  ];
}

/** Table 1 is the curriculum, the tables of the modules follow it, the last one shows which module leads to which outcome. */
const planTable = 1;
const moduleTable = (number: number) => planTable + number;
const coverageTable = (modules: number) => planTable + modules + 1;

function planBlocks(request: ProgramRequest, document: ProgramDocument, labels: DocumentLabels): Block[] {
  const { finalAssessment } = document;
  const final = { lectures: 0, practice: 0, selfStudy: 0, assessment: finalAssessment.hours, total: finalAssessment.hours };
  const finalName = `${programNorms[request.kind].finalAssessment[document.language]} (${finalAssessment.form})`;
  return [
    heading('2', labels.plan),
    paragraph(labels.planLead(planTable)),
    {
      type: 'table',
      number: planTable,
      caption: labels.plan,
      columns: hourColumns(labels.columns.module, labels),
      rows: [
        ...document.modules.map((module, index) => [`${index + 1}`, module.title, ...hourCells(module.hours)]),
        ['', finalName, ...hourCells(final)],
        ['', labels.totalRow, ...hourCells(document.hours)],
      ],
    },
  ];
}

function moduleBlocks(request: ProgramRequest, module: Module, number: number, labels: DocumentLabels): Block[] {
  const table = moduleTable(number);
  const topics = module.topics.map((topic, index) => ({ ...topic, number: `${number}.${index + 1}` }));
  const someWithoutHours = topics.some(({ hours }) => hours.total === 0);
  return [
    heading(`3.${number}`, labels.module(number, module.title)),
    paragraph(module.summary),
    paragraph(labels.moduleOutcomes(module.outcomes.join(', '))),
    paragraph(`${labels.topicsLead(table)}${someWithoutHours ? ` ${labels.withoutHours}` : ''}`),
    {
      type: 'table',
      number: table,
      caption: labels.topicsCaption(number),
      columns: hourColumns(labels.columns.topic, labels),
      rows: [
        ...topics.map((topic) => [topic.number, topic.title, ...hourCells(topic.hours)]),
        ['', labels.totalRow, ...hourCells(module.hours)],
      ],
    },
    ...topics.map((topic) => {
      const title = labels.topic(topic.number, quoteTitle(topic.title, request.language));
      return paragraph([title, ...topic.content.map(sentence)].join(' '));
    }),
    paragraph(`${programNorms[request.kind].moduleAssessment[request.language]}: ${module.assessment.form}. ${labels.criteria}`),
    { type: 'list', items: module.assessment.criteria },
  ];
}

function assessmentBlocks(request: ProgramRequest, document: ProgramDocument, labels: DocumentLabels): Block[] {
  const { modules, finalAssessment, outcomes, language } = document;
  const table = coverageTable(modules.length);
  return [
    heading('4', labels.assessment),
    heading('4.1', labels.coverage),
    paragraph(labels.coverageLead(table)),
    {
      type: 'table',
      number: table,
      caption: labels.coverage,
      columns: [
        { title: labels.columns.outcome, widthMm: 30, align: 'left' },
        { title: labels.columns.modules, widthMm: 45, align: 'left' },
        { title: labels.columns.assessedBy, widthMm: 90, align: 'left' },
      ],
      rows: outcomes.map(({ code }) => {
        const teaching = modules
          .map((module, index) => ({ module, number: index + 1 }))
          .filter(({ module }) => module.outcomes.includes(code));
        const forms = new Set([
          ...teaching.map(({ module }) => module.assessment.form),
          ...(finalAssessment.outcomes.includes(code) ? [finalAssessment.form] : []),
        ]);
        return [code, teaching.map(({ number }) => number).join(', '), [...forms].join('; ')];
      }),
    },
    heading('4.2', programNorms[request.kind].finalAssessment[language]),
    paragraph(
      `${labels.form}: ${finalAssessment.form}. ${labels.volume}: ${labels.hours(finalAssessment.hours)}. ${labels.criteria}`,
    ),
    { type: 'list', items: finalAssessment.criteria },
  ];
}

/** The widths fill a line of 165 mm. */
function hourColumns(title: string, labels: DocumentLabels): TableColumn[] {
  return [
    { title: labels.columns.number, widthMm: 13, align: 'left' },
    { title, widthMm: 59, align: 'left' },
    { title: labels.columns.lectures, widthMm: 17, align: 'center' },
    { title: labels.columns.practice, widthMm: 20, align: 'center' },
    { title: labels.columns.selfStudy, widthMm: 18, align: 'center' },
    { title: labels.columns.assessment, widthMm: 24, align: 'center' },
    { title: labels.columns.total, widthMm: 14, align: 'center' },
  ];
}

function hourCells(plan: HourPlan): string[] {
  const hours = [plan.lectures, plan.practice, plan.selfStudy, plan.assessment, plan.total];
  return hours.map((value) => (value === 0 ? '–' : `${value}`));
}

function heading(number: string, text: string): Block {
  return { type: 'heading', number, text };
}

function paragraph(text: string): Block {
  return { type: 'paragraph', text };
}

/** Ends with one full stop, or with the mark the author ended with. */
function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}
