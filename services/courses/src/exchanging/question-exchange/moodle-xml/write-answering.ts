import type { QuestionAnswering } from '@lyceum/contracts/courses/question';
import { writeElement } from '../xml/write-element.ts';
import { writePlain, writeText } from './write-text.ts';

/** The elements that say how a question is answered; of a cloze the answers stand in its text. */
export function writeAnswering(answering: QuestionAnswering): string[] {
  switch (answering.type) {
    case 'single':
    case 'multiple':
      return [
        writeElement('single', {}, `${answering.type === 'single'}`),
        writeElement('shuffleanswers', {}, 'true'),
        ...answering.options.map(({ text, percent, feedback }) =>
          writeText('answer', text, { fraction: `${percent}` }, writeText('feedback', feedback)),
        ),
      ];
    case 'short-text':
      return [
        writeElement('usecase', {}, answering.caseSensitive ? '1' : '0'),
        ...answering.accepted.map(({ text, percent, feedback }) => writeAnswer(text, percent, feedback)),
      ];
    case 'number':
      return answering.accepted.map(({ value, tolerance, percent, feedback }) =>
        writeAnswer(`${value}`, percent, feedback, writeElement('tolerance', {}, `${tolerance}`)),
      );
    case 'matching':
      return [
        writeElement('shuffleanswers', {}, 'true'),
        ...answering.pairs.map(({ left, right }) => writePair(left, right)),
        ...answering.distractors.map((right) => writePair('', right)),
      ];
    case 'ordering':
      return [
        writeElement('layouttype', {}, 'VERTICAL'),
        writeElement('selecttype', {}, 'ALL'),
        // Each pair of neighbours earns its share, as here.
        writeElement('gradingtype', {}, 'RELATIVE_NEXT_EXCLUDE_LAST'),
        ...answering.items.map((item, index) => writeText('answer', item, { fraction: `${index + 1}` })),
      ];
    case 'cloze':
      return [];
  }
}

function writeAnswer(text: string, percent: number, feedback: string, ...rest: readonly string[]): string {
  return writePlain('answer', text, { fraction: `${percent}`, format: 'plain_text' }, writeText('feedback', feedback), ...rest);
}

/** Moodle offers the right side of an empty left one as a wrong choice. */
function writePair(left: string, right: string): string {
  return writeText('subquestion', left, {}, writePlain('answer', right));
}
