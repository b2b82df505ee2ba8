import { readWords } from '../../../../learning/lesson-text/clean-html.ts';
import { escapeHtml } from '../../../../learning/lesson-text/escape-html.ts';

const tag = /<(\/?)([a-z][a-z0-9]*)[^>]*>/g;
const empty = new Set(['br', 'hr', 'img']);
const inline = new Set('a abbr b br cite code del em i img ins kbd mark q s samp small span strong sub sup u var'.split(' '));

interface Pieces {
  readonly pieces: readonly string[];
  /** Whether something too long lost its markup. */
  readonly isFlattened: boolean;
}

/** Cleaned HTML in pieces of at most `max` characters, cut between its blocks. */
export function splitHtml(html: string, max: number): Pieces {
  const parts = html.length <= max ? [html] : openBlocks(html, (block) => block.length > max);
  const pieces: string[] = [];
  let isFlattened = false;
  let current = '';
  for (const part of parts) {
    if (current.length + part.length > max) {
      pieces.push(current);
      current = '';
    }
    if (part.length <= max) current += part;
    else {
      isFlattened = true;
      pieces.push(...flatten(part, max));
    }
  }
  pieces.push(current);
  return { pieces: pieces.map((piece) => piece.trim()).filter((piece) => piece !== ''), isFlattened };
}

/** Elements and texts beside each other, those of one line together. */
function splitBlocks(html: string): string[] {
  const blocks: string[] = [];
  let depth = 0;
  let start = 0;
  const cutAt = (end: number) => {
    if (end > start) blocks.push(html.slice(start, end));
    start = end;
  };
  for (const { 0: whole, 1: slash, 2: name = '', index } of html.matchAll(tag)) {
    if (empty.has(name)) {
      if (depth === 0 && name === 'hr') cutAt(index);
      continue;
    }
    if (slash === '') {
      if (depth === 0 && !inline.has(name)) cutAt(index);
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0 && !inline.has(name)) cutAt(index + whole.length);
    }
  }
  cutAt(html.length);
  return blocks;
}

/** The blocks of cleaned HTML, and those within a box that is to be opened. */
export function openBlocks(html: string, isOpened: (block: string) => boolean): string[] {
  return splitBlocks(html).flatMap((block) => {
    const inner = isOpened(block) ? /^<div>(.*)<\/div>\s*$/s.exec(block)?.[1] : undefined;
    return inner === undefined ? [block] : openBlocks(inner, isOpened);
  });
}

/** The words alone; each of their signs takes up to six characters. */
function flatten(block: string, max: number): string[] {
  const words = readWords(block);
  const length = Math.floor((max - '<p></p>'.length) / '&quot;'.length);
  return (words.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? []).map((part) => `<p>${escapeHtml(part)}</p>`);
}
