import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type ExchangeFinding, toPlace } from '../../exchange/exchange-finding.ts';
import { escapeGift } from './gift-text.ts';
import { writeAnswers } from './write-answers.ts';

const pointsAreLeftOut: Texts = {
  en: '“GIFT” has no points: read again, the question earns 1.',
  ru: 'В формате «GIFT» нет баллов: при чтении вопрос получит 1 балл.',
};

const caseIsLeftOut: Texts = {
  en: '“GIFT” does not say whether letters are capital: read again, the answer may be in any case.',
  ru: 'В формате «GIFT» регистр букв не указывается: при чтении ответ будет верным в любом регистре.',
};

/** Questions as a text in GIFT, and what that could not hold of them. */
export function exportGift(questions: readonly QuestionContent[]): { text: string; findings: ExchangeFinding[] } {
  const findings: ExchangeFinding[] = [];
  const blocks: string[] = [];
  for (const [index, question] of questions.entries()) {
    const { answering, points, title } = question;
    const place = toPlace(index + 1, title);
    const answers = writeAnswers(answering);
    if (typeof answers !== 'string') {
      findings.push({ place, severity: 'lost', message: answers.lost });
      continue;
    }
    if (points !== 1) findings.push({ place, severity: 'changed', message: pointsAreLeftOut });
    if (answering.type === 'short-text' && answering.caseSensitive) {
      findings.push({ place, severity: 'changed', message: caseIsLeftOut });
    }
    blocks.push(writeBlock(question, answers));
  }
  return { text: blocks.map((block) => `${block}\n`).join('\n'), findings };
}

function writeBlock({ title, prompt, feedback, tags }: QuestionContent, answers: string): string {
  const comment = tags.map((tag) => `[tag:${tag.replace(/[\\\]]/g, '\\$&')}]`).join(' ');
  return [
    ...(comment === '' ? [] : [`// ${comment}`]),
    `${title === '' ? '' : `::${escapeGift(title)}::`}[markdown]${escapeGift(prompt)}{`,
    answers,
    ...(feedback === '' ? [] : [`####[markdown]${escapeGift(feedback)}`]),
    '}',
  ].join('\n');
}
