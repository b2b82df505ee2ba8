import { type QuestionContent, questionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';
import { describeFault } from './describe-fault.ts';
import { type AnsweringDraft, maxAnswers, type QuestionDraft, type ReadItem } from './read-question.ts';
import { toLine } from './text/to-line.ts';

const maxTitle = 200;
const maxTag = 50;
const maxTags = 20;

const titleIsCut: Texts = {
  en: `The name is cut to ${maxTitle} characters.`,
  ru: `Название сокращено до ${maxTitle} символов.`,
};

const tagsAreCut: Texts = {
  en: `Of the tags the first ${maxTags} stay, each with at most ${maxTag} characters.`,
  ru: `Из меток остались первые ${maxTags}, каждая не длиннее ${maxTag} символов.`,
};

const tooManyAnswers: Texts = {
  en: `The question has more than ${maxAnswers} answers.`,
  ru: `В вопросе больше ${maxAnswers} ответов.`,
};

interface SettledItems {
  readonly questions: QuestionContent[];
  readonly findings: ExchangeFinding[];
}

/** The questions that the contract takes, and what is to say of them and of the others. */
export function settleItems(items: readonly ReadItem[]): SettledItems {
  const questions: QuestionContent[] = [];
  const findings: ExchangeFinding[] = [];
  for (const { place, read } of items) {
    const settled = 'lost' in read ? read : settle(read.draft);
    if ('lost' in settled) {
      findings.push({ place, severity: 'lost', message: settled.lost });
      continue;
    }
    questions.push(settled.question);
    const changes = new Set([...('changes' in read ? read.changes : []), ...settled.changes]);
    for (const message of changes) findings.push({ place, severity: 'changed', message });
  }
  return { questions, findings };
}

function settle(draft: QuestionDraft) {
  if (hasTooManyAnswers(draft.answering)) return { lost: tooManyAnswers };
  const title = toLine(draft.title);
  const tags = [...new Set((draft.tags ?? []).map(toLine).filter(Boolean))];
  const shortTitle = cut(title, maxTitle);
  const shortTags = [...new Set(tags.slice(0, maxTags).map((tag) => cut(tag, maxTag)))];
  const tidy = { ...draft, title: shortTitle, tags: shortTags };
  const { data } = questionContent.safeParse(tidy);
  if (!data) return { lost: describeFault(tidy) };
  const changes = [...(shortTitle === title ? [] : [titleIsCut]), ...(shortTags.join() === tags.join() ? [] : [tagsAreCut])];
  return { question: data, changes };
}

/** The contract looks at each of them before it counts them. */
function hasTooManyAnswers(answering: AnsweringDraft): boolean {
  const lists = Object.values(answering).filter((part) => Array.isArray(part));
  return lists.some((list) => list.length > maxAnswers);
}

/** Cut between two characters, never within one. */
function cut(line: string, max: number): string {
  if (line.length <= max) return line;
  return line
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}
