import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost } from '../read-question.ts';
import { toLine } from '../text/to-line.ts';
import { findChildren, findWithin, toText, type XmlElement } from '../xml/xml-element.ts';
import { writeChoice } from './read-choice.ts';
import type { Response } from './read-responses.ts';

/** Said where an item does not tell the right answer. */
export const noKey: Lost = {
  lost: { en: 'The question does not tell the right answer.', ru: 'В вопросе не указан верный ответ.' },
};

const notOneToOne: Lost = {
  lost: {
    en: 'Each left side must have exactly one right side.',
    ru: 'У каждой левой части должна быть ровно одна правая.',
  },
};

interface Changing {
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

/** Items in the order that is right. */
export function readOrder(interaction: XmlElement, { correct }: Response, { changes }: Changing): AnsweringDraft | Lost {
  const choices = findWithin(interaction, ({ name }) => name === 'simpleChoice');
  const known = new Map(choices.map((choice) => [getKey(choice), choice]));
  const ordered = [...new Set(correct)].map((key) => known.get(key)).filter((choice) => choice !== undefined);
  if (ordered.length !== choices.length) return noKey;
  return { type: 'ordering', items: ordered.map((choice) => writeChoice(choice, changes)) };
}

/** Two sets whose members belong together. */
export function readPairs(interaction: XmlElement, response: Response, { changes }: Changing): AnsweringDraft | Lost {
  const [lefts = [], rights = []] = findChildren(interaction, 'simpleMatchSet').map((set) =>
    findChildren(set, 'simpleAssociableChoice'),
  );
  const mapped = response.mapped.filter(({ value }) => value > 0).map(({ key }) => key);
  const keys = response.correct.length > 0 ? response.correct : mapped;
  if (keys.length === 0) return noKey;
  const matches = new Map(
    keys.map((key) => {
      const [left = '', right = ''] = key.split(/\s+/);
      return [left, right];
    }),
  );
  const known = new Map(rights.map((right) => [getKey(right), toLine(toText(right))]));
  const pairs = lefts.flatMap((left) => {
    const right = known.get(matches.get(getKey(left)) ?? '');
    return right === undefined ? [] : [{ left: writeChoice(left, changes), right }];
  });
  if (matches.size !== keys.length || pairs.length !== lefts.length) return notOneToOne;
  const used = new Set(matches.values());
  return { type: 'matching', pairs, distractors: [...known].filter(([key]) => !used.has(key)).map(([, right]) => right) };
}

function getKey(choice: XmlElement): string {
  return choice.attributes.get('identifier') ?? '';
}
