import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { readWords } from '../../../../learning/lesson-text/clean-html.ts';
import { imageMark, type ReadPage } from './read-page.ts';
import { openBlocks, splitHtml } from './split-html.ts';

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

const imagesMoved: Texts = {
  en: 'Pictures within a paragraph or a table stand below it.',
  ru: 'Картинки, стоявшие внутри абзаца или таблицы, стоят под ними.',
};

const captioned = new RegExp(
  `^<figure>\\s*(<img src="${imageMark}[^>]*>)\\s*<figcaption>([^<]{0,1000})</figcaption>\\s*</figure>\\s*$`,
);
const image = new RegExp(`<img src="${imageMark}(\\d+)" alt="([^"]*)"[^>]*>`, 'g');

type BlockDraft = Omit<Extract<LessonBlock, { type: 'html' }>, 'id'> | Omit<Extract<LessonBlock, { type: 'image' }>, 'id'>;

/** A page as the blocks of a lesson; a picture has the name of its entry for the id of its file. */
export function toBlocks({ html, images }: Pick<ReadPage, 'html' | 'images'>): { blocks: LessonBlock[]; changes: Texts[] } {
  const changes = new Set<Texts>();
  const drafts: BlockDraft[] = [];
  let text = '';
  const endText = () => {
    const { pieces, isFlattened } = splitHtml(text, maxBlock);
    drafts.push(...pieces.map((piece) => ({ type: 'html' as const, html: piece })));
    if (isFlattened) changes.add(markupIsLost);
    text = '';
  };
  for (const part of images.length === 0 ? [html] : openBlocks(html, hasImage)) {
    const [, picture, words = ''] = captioned.exec(part) ?? [];
    const caption = readWords(words).slice(0, 300).toWellFormed();
    const found = [...part.matchAll(image)];
    const rest = picture === undefined ? part.replace(image, '') : '';
    if (found.length === 0 || readWords(rest) !== '') text += rest;
    if (found.length === 0) continue;
    if (readWords(rest) !== '') changes.add(imagesMoved);
    endText();
    for (const [mark, index] of found) {
      const entry = images[Number(index)];
      const alt = readWords(mark).slice(0, 1000).toWellFormed();
      if (entry !== undefined) drafts.push({ type: 'image', courseFileId: entry, alt, caption });
    }
  }
  endText();
  if (drafts.length > maxBlocks) changes.add(endIsCut);
  const blocks = drafts.slice(0, maxBlocks).map((draft, index) => ({ id: `part-${index + 1}`, ...draft }));
  return { blocks, changes: [...changes] };
}

const hasImage = (block: string) => block.includes(`<img src="${imageMark}`);
