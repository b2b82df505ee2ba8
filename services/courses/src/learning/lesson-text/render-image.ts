import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import { escapeHtml } from './escape-html.ts';

type ImageBlock = Extract<LessonBlock, { type: 'image' }>;

/** A picture as HTML. Its address is of the moment: without one its description stands in its place. */
export function renderImage({ alt, caption }: ImageBlock, address?: string): string {
  const source = address === undefined ? '' : ` src="${escapeHtml(address)}" loading="lazy"`;
  const below = caption && `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure><img${source} alt="${escapeHtml(alt)}" />${below}</figure>`;
}
