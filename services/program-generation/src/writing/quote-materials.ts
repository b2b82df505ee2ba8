import type { Locale } from '@lyceum/contracts/shared/fields';
import { notGiven } from './steps/request-words.ts';

/** A text the author attached. */
export interface Material {
  readonly id: string;
  /** Name of the file. */
  readonly name: string;
  readonly text: string;
}

/** Characters of all attachments together in one question: about 4000 tokens, which small models have room for. */
const maxLength = 12_000;
const maxParagraphLength = 1500;

const marks: Readonly<Record<Locale, { open: (name: string) => string; close: string }>> = {
  ru: { open: (name) => `<материал название="${name}">`, close: '</материал>' },
  en: { open: (name) => `<material name="${name}">`, close: '</material>' },
};

/**
 * What the attachments say about the subject, between marks that nothing inside can close: the prompts call it material to
 * build on and never instructions.
 */
export function quoteMaterials(materials: readonly Material[], subject: string, language: Locale): string {
  if (materials.length === 0) return notGiven[language];
  const { open, close } = marks[language];
  const room = Math.floor(maxLength / materials.length);
  return materials
    .map(({ name, text }) => `${open(harmless(name).replaceAll('"', "'"))}\n${harmless(excerpt(text, subject, room))}\n${close}`)
    .join('\n');
}

function harmless(text: string): string {
  return text.replace(/<(?=\s*\/?\s*(?:материал|material))/giu, '‹');
}

/** The paragraphs that share most words with the subject, in their order. */
function excerpt(text: string, subject: string, room: number): string {
  if (text.length <= room) return text;
  const wanted = stems(subject);
  const paragraphs = text
    .split(/\n+/)
    .flatMap((paragraph) => paragraph.match(new RegExp(`.{1,${maxParagraphLength}}`, 'gsu')) ?? [])
    .map((paragraph, index) => ({ paragraph, index, shared: countShared(wanted, stems(paragraph)) }));
  let left = room;
  return paragraphs
    .toSorted((one, other) => other.shared - one.shared || one.index - other.index)
    .filter(({ paragraph }) => {
      const fits = paragraph.length < left;
      if (fits) left -= paragraph.length + 1;
      return fits;
    })
    .toSorted((one, other) => one.index - other.index)
    .map(({ paragraph }) => paragraph)
    .join('\n');
}

function countShared(wanted: ReadonlySet<string>, stems: ReadonlySet<string>): number {
  return [...stems].filter((stem) => wanted.has(stem)).length;
}

/** The first letters of a word stand for all its forms. */
function stems(text: string): Set<string> {
  const words =
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 6)));
}
