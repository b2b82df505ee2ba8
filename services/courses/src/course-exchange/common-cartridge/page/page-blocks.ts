import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { splitHtml } from './split-html.ts';

const endIsCut: Texts = {
  en: 'The text is too long: its end is left out.',
  ru: 'Текст слишком длинный: его конец не перенесён.',
};

const markupIsLost: Texts = {
  en: 'A very long part of the text lost its markup.',
  ru: 'Очень длинная часть текста осталась без разметки.',
};

const maxBlocks = 200;
const maxBlock = 20_000;

/** Cleaned HTML as the blocks of a lesson. */
export function toBlocks(html: string): { blocks: LessonBlock[]; changes: Texts[] } {
  const { pieces, isFlattened } = splitHtml(html, maxBlock);
  return {
    blocks: pieces.slice(0, maxBlocks).map((piece, index) => ({ id: `part-${index + 1}`, type: 'html', html: piece })),
    changes: [...(isFlattened ? [markupIsLost] : []), ...(pieces.length > maxBlocks ? [endIsCut] : [])],
  };
}
