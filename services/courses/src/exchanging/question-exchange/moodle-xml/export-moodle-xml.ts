import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type ExchangeFinding, toPlace } from '../../exchange/exchange-finding.ts';
import { escapeXml, writeElement } from '../xml/write-element.ts';
import { writeAnswering } from './write-answering.ts';
import { writeCloze } from './write-cloze.ts';
import { writePlain, writeText } from './write-text.ts';

const pointsFollowGaps: Texts = {
  en: '“Moodle” counts the points of a question with gaps by itself: the sum of the weights of its gaps.',
  ru: '«Moodle» считает баллы вопроса с пропусками сам: это сумма весов пропусков.',
};

const kinds: Readonly<Record<QuestionContent['answering']['type'], string>> = {
  single: 'multichoice',
  multiple: 'multichoice',
  ordering: 'ordering',
  matching: 'matching',
  'short-text': 'shortanswer',
  number: 'numerical',
  cloze: 'cloze',
};

/** Questions as Moodle imports them, and what its format cannot hold of them. */
export function exportMoodleXml(questions: readonly QuestionContent[]): { text: string; findings: ExchangeFinding[] } {
  const findings = questions.flatMap(({ answering, points, title }, index): ExchangeFinding[] => {
    if (answering.type !== 'cloze' || answering.gaps.reduce((sum, { weight }) => sum + weight, 0) === points) return [];
    return [{ place: toPlace(index + 1, title), severity: 'changed', message: pointsFollowGaps }];
  });
  const written = questions.map((question) => `${writeQuestion(question)}\n`);
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${written.join('')}</quiz>\n`, findings };
}

function writeQuestion({ title, prompt, answering, points, feedback, tags }: QuestionContent): string {
  return writeElement(
    'question',
    { type: kinds[answering.type] },
    writePlain('name', title),
    writeText('questiontext', answering.type === 'cloze' ? writeCloze(prompt, answering.gaps) : prompt),
    writeText('generalfeedback', feedback),
    writeElement('defaultgrade', {}, `${points}`),
    ...writeAnswering(answering),
    writeElement('tags', {}, ...tags.map((tag) => writeElement('tag', {}, writeElement('text', {}, escapeXml(tag))))),
  );
}
