import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { renderBlock } from '../../learning/lesson-text/render-block.ts';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { toPlainText } from '../../learning/lesson-text/to-plain-text.ts';

interface ShownContent {
  /** Of a text its blocks, of any other lesson its description under the id `description`. */
  readonly shown: { id: string; html: string }[];
  /** Without markup. */
  readonly words: string;
}

/** Id of the one block that a lesson without blocks has. */
export const descriptionBlock = 'description';

/** The texts of a lesson as they are read and found. A block takes milliseconds, so others have their turn between two. */
export async function showContent(content: LessonContent): Promise<ShownContent> {
  if (content.type !== 'text') {
    const transcript = content.type === 'video' ? content.transcript : '';
    const description = { id: descriptionBlock, type: 'markdown', text: content.description } as const;
    const html = renderMarkdown(content.description);
    return { shown: [{ id: descriptionBlock, html }], words: `${toPlainText(description)}\n${transcript}`.trim() };
  }
  const shown: ShownContent['shown'] = [];
  const words: string[] = [];
  for (const block of content.blocks) {
    shown.push({ id: block.id, html: renderBlock(block) });
    words.push(toPlainText(block));
    await yieldToOthers();
  }
  return { shown, words: words.join('\n') };
}
