import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost } from '../read-question.ts';
import { loseNumber, parseNumber } from '../text/parse-number.ts';
import { toTrueFalse } from '../to-true-false.ts';
import { findChild, findChildren, getText, type XmlElement } from '../xml/xml-element.ts';
import { loseKind } from './question-kinds.ts';
import { readCloze } from './read-cloze.ts';
import { otherNumberIsLeftOut } from './read-gap.ts';
import { readLine, readText } from './read-text.ts';

const unitsAreLeftOut: Texts = {
  en: 'Units are left out: the number alone is the answer.',
  ru: 'Единицы измерения не перенесены: ответом стало само число.',
};

const allAreOrdered: Texts = {
  en: 'All items are to be put in order, not a part of them.',
  ru: 'Упорядочить нужно все элементы, а не часть из них.',
};

interface Context {
  readonly prompt: string;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

type Answered = { readonly prompt: string; readonly answering: AnsweringDraft };

/** How a question of Moodle is answered, with its prompt: of a cloze the answers stand in it. */
export function readAnswering(type: string, question: XmlElement, context: Context): Answered | Lost {
  if (type === 'cloze' || type === 'multianswer') return readCloze(context.prompt, context.changes);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!read) return loseKind(type);
  const answering = read(question, context);
  return 'lost' in answering ? answering : { prompt: context.prompt, answering };
}

const readers: Readonly<Record<string, (question: XmlElement, context: Context) => AnsweringDraft | Lost>> = {
  multichoice(question, { changes }) {
    const type = /^(?:false|0)$/.test(getText(question, 'single')) ? 'multiple' : 'single';
    const options = findChildren(question, 'answer').map((answer) => ({
      text: readText(answer, changes),
      ...readOutcome(answer, changes),
    }));
    return { type, options };
  },
  truefalse(question, { prompt, changes }) {
    const answers = findChildren(question, 'answer').map((answer) => ({
      isTrue: readLine(answer).toLowerCase() === 'true',
      ...readOutcome(answer, changes),
    }));
    const [yes, no] = [true, false].map((wanted) => answers.find(({ isTrue }) => isTrue === wanted));
    return toTrueFalse({
      prompt,
      isTrue: (yes?.percent ?? 0) > (no?.percent ?? 0),
      feedback: { true: yes?.feedback ?? '', false: no?.feedback ?? '' },
    });
  },
  shortanswer(question, { changes }) {
    const accepted = findChildren(question, 'answer').map((answer) => ({
      text: readLine(answer),
      ...readOutcome(answer, changes),
    }));
    return { type: 'short-text', accepted, caseSensitive: getText(question, 'usecase') === '1' };
  },
  numerical(question, { changes }) {
    if (findChildren(findChild(question, 'units'), 'unit').length > 0) changes.add(unitsAreLeftOut);
    const accepted = [];
    for (const answer of findChildren(question, 'answer')) {
      const text = readLine(answer);
      const value = parseNumber(text);
      const tolerance = Math.abs(parseNumber(getText(answer, 'tolerance')) ?? 0);
      if (value !== undefined) accepted.push({ value, tolerance, ...readOutcome(answer, changes) });
      else if (text === '*') changes.add(otherNumberIsLeftOut);
      else return loseNumber(text);
    }
    return { type: 'number', accepted };
  },
  matching(question, { changes }) {
    const sides = findChildren(question, 'subquestion').map((pair) => ({
      left: readText(pair, changes),
      right: readLine(findChild(pair, 'answer')),
    }));
    return {
      type: 'matching',
      pairs: sides.filter(({ left }) => left !== ''),
      distractors: sides.filter(({ left }) => left === '').map(({ right }) => right),
    };
  },
  ordering(question, { changes }) {
    if (!/^(?:|ALL|0)$/.test(getText(question, 'selecttype'))) changes.add(allAreOrdered);
    return { type: 'ordering', items: findChildren(question, 'answer').map((answer) => readText(answer, changes)) };
  },
};

/** What an answer earns, and what is said about it. */
function readOutcome(answer: XmlElement, changes: Set<Texts>) {
  return {
    percent: parseNumber(answer.attributes.get('fraction') ?? '') ?? 0,
    feedback: readText(findChild(answer, 'feedback'), changes),
  };
}
