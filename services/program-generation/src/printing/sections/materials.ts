import { norms } from '../../norms/norms.ts';
import type { DocumentLabels } from '../labels/document-labels.ts';
import { type Draft, heading, paragraphs, sentence } from '../tree/drafts.ts';
import { codes, type Numbered, type PrintedProgram } from '../tree/printed-program.ts';
import { numberShare } from './hour-table.ts';

/** Questions as the learner sees them. */
export function materialsSection(program: PrintedProgram): Draft[] {
  const { document, labels, titles, modules, finalQuestions } = program;
  const parts = [
    ...modules.map(({ module, number, questions }) => ({ title: labels.module(number, module.title), questions })),
    { title: norms.kinds[document.kind].finalAssessment[document.language], questions: finalQuestions },
  ].filter(({ questions }) => questions.length > 0);
  if (parts.length === 0) return [];
  return [
    heading(1, titles.materials),
    ...parts.flatMap(({ title, questions }) => [
      heading(2, title),
      ...questions.flatMap((numbered) => questionDrafts(numbered, labels)),
    ]),
  ];
}

function questionDrafts({ number, question }: Numbered, labels: DocumentLabels): Draft[] {
  const lead = `${number}. ${labels.questionTypes[question.type]}.`;
  return [
    ...paragraphs([question.text], lead),
    ...(question.options.length > 0
      ? [
          {
            type: 'marked-list' as const,
            together: true,
            items: question.options.map((text, index) => ({ marker: `${labels.optionLetters[index]})`, text })),
          },
        ]
      : []),
  ];
}

/** What the examiner needs: keys in one table, expected answers under it. */
export function keysSection(program: PrintedProgram): Draft[] {
  const { document, labels, titles, modules, finalQuestions } = program;
  const questions = [...modules.flatMap((part) => part.questions), ...finalQuestions];
  const closed = questions.filter(({ question }) => question.options.length > 0);
  const open = questions.filter(({ question }) => question.options.length === 0);
  if (questions.length === 0) return [];
  return [
    heading(1, titles.keys),
    ...(closed.length > 0
      ? [
          heading(2, labels.closedQuestions),
          {
            type: 'table' as const,
            lead: labels.keysLead,
            caption: labels.keysCaption,
            columns: [
              { title: labels.columns.number, share: numberShare + 0.02, align: 'left' as const },
              { title: labels.columns.key, share: 0.15, align: 'left' as const },
              { title: labels.columns.criterion, share: 0.57 - numberShare, align: 'left' as const },
              { title: labels.columns.outcomes, share: 0.26, align: 'left' as const },
            ],
            rows: closed.map(({ number, question }) => [
              `${number}`,
              question.key.map((option) => labels.optionLetters[option]).join(', ') || '–',
              question.criterion || '–',
              codes(document.outcomes, question.outcomes) || '–',
            ]),
            totalled: false,
          },
        ]
      : []),
    ...(open.length > 0
      ? [
          heading(2, labels.openQuestions),
          ...open.flatMap(({ number, question }) => {
            const outcomes = codes(document.outcomes, question.outcomes);
            return [
              ...paragraphs([question.answer || '–'], `${number}. ${labels.answer}${outcomes ? ` (${outcomes})` : ''}:`),
              ...(question.criterion ? paragraphs([sentence(question.criterion)], `${labels.criterion}:`) : []),
            ];
          }),
        ]
      : []),
  ];
}
