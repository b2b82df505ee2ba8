import type { PassageCue } from '../passage/passage.entity.ts';
import type { PassageDraft } from '../passage/write-passages.ts';
import { toCleanText } from './clean-text.ts';
import { countWords, maxPassageWords, packPassages } from './pack-passages.ts';
import { type Span, splitSentences } from './sentences.ts';

export interface Cue {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const minWords = 60;
/** Captions that roll have two or three lines. */
const maxCompared = 10;

/** What is said in a video, in passages that know when; `path` are the titles of its course and lesson. */
export function toCaptionPassages(path: readonly string[], cues: readonly Cue[]): PassageDraft[] {
  const { text, cues: placed } = joinCues(withoutRepeats(cues));
  const spans = splitSentences(text).flatMap((span) => cutAtCues(text, span, placed));
  const pieces = spans.map(({ from, to }) => ({ words: countWords(text.slice(from, to)), begins: false }));
  let firstCue = 0;
  return packPassages(pieces, minWords).map(({ first, end }) => {
    const from = spans[first]?.from ?? 0;
    const to = spans[end - 1]?.to ?? text.length;
    while (firstCue + 1 < placed.length && (placed[firstCue + 1]?.offset ?? to) <= from) firstCue += 1;
    const own: PassageCue[] = [];
    for (let index = firstCue; index < placed.length; index += 1) {
      const cue = placed[index];
      if (!cue || cue.offset >= to) break;
      own.push(toPassageCue(cue, placed[index + 1]?.offset ?? text.length, from));
    }
    return { headingPath: path.map(toCleanText), blockId: null, text: text.slice(from, to), cues: own };
  });
}

/** Of captions that roll, each line is shown again with the next one: it is kept where it comes first. */
function withoutRepeats(cues: readonly Cue[]): Cue[] {
  let before: readonly string[] = [];
  return cues.flatMap(({ from, to, text }) => {
    const lines = toCleanText(text)
      .split('\n')
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .filter(Boolean);
    const repeated = before.findIndex((_, index) => before.slice(index).every((line, place) => line === lines[place]));
    const fresh = repeated === -1 ? lines : lines.slice(before.length - repeated);
    before = lines.slice(-maxCompared);
    return fresh.length === 0 ? [] : { from, to, text: fresh.join(' ') };
  });
}

function joinCues(cues: readonly Cue[]): { text: string; cues: PassageCue[] } {
  let offset = 0;
  const placed = cues.map(({ from, to, text }) => {
    const cue = { offset, from, to };
    offset += text.length + 1;
    return cue;
  });
  return { text: cues.map(({ text }) => text).join(' '), cues: placed };
}

/** What nobody has punctuated is cut where a cue ends. */
function cutAtCues(text: string, { from, to }: Span, cues: readonly PassageCue[]): Span[] {
  if (countWords(text.slice(from, to)) <= maxPassageWords) return [{ from, to }];
  const cuts = cues.map(({ offset }) => offset).filter((offset) => offset > from && offset < to);
  return [from, ...cuts].map((start, index) => ({ from: start, to: cuts[index] === undefined ? to : cuts[index] - 1 }));
}

/** A cue that a passage begins in the middle of begins as much later. */
function toPassageCue({ offset, from, to }: PassageCue, next: number, start: number): PassageCue {
  if (offset >= start) return { offset: offset - start, from, to };
  const share = (start - offset) / Math.max(next - offset, 1);
  return { offset: 0, from: Math.round((from + (to - from) * share) * 1000) / 1000, to };
}
