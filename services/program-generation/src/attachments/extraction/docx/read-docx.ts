import type { ExtractedText } from '../extracted-text.ts';
import { findMainPart, findRelatedParts } from './find-parts.ts';
import { createListLabels } from './list-labels.ts';
import { openPackage } from './open-package.ts';
import { type ReadStory, readStory } from './read-story.ts';

const noteKinds = new Set(['footnotes', 'endnotes']);
/** What stands beside the body and is read after it. Comments are about the text, not of it. */
const besideKinds = new Set(['header', 'footer', 'diagramData', 'chart']);

/** Text of a DOCX (ECMA-376): paragraphs divided by empty lines, cells by tabs, notes and boxes after their paragraphs. */
export function readDocx(bytes: Uint8Array, maxLength: number): ExtractedText {
  const parts = openPackage(bytes);
  const body = findMainPart(parts);
  const related = findRelatedParts(parts, body.name);
  const ofKind = (kinds: ReadonlySet<string>) => related.filter(({ kind }) => kinds.has(kind));
  const notes = ofKind(noteKinds).map((part) => readStory(part.bytes, maxLength));
  const [numbering] = ofKind(new Set(['numbering']));
  const [styles] = ofKind(new Set(['styles']));
  const getLabel = createListLabels(numbering?.bytes, styles?.bytes);
  const stories: ReadStory[] = [
    readStory(body.bytes, maxLength, { notes: new Map(notes.flatMap((story) => [...story.notes])), getLabel }),
  ];
  for (const part of ofKind(besideKinds)) if (!stories.some(({ cut }) => cut)) stories.push(readStory(part.bytes, maxLength));
  return {
    // Headers of first, even and other pages often say the same.
    text: [...new Set(stories.map(({ text }) => text))].join('\n\n'),
    cut: stories.some(({ cut }) => cut),
    warnings: [...new Set([...notes, ...stories].flatMap((story) => [...story.warnings]))],
  };
}
