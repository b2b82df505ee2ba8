import type { Citation } from '@lyceum/contracts/chatbot/citation';
import type { PassageRow } from '../../knowing/passage/passage.entity.ts';
import { toPlace } from '../../knowing/passage/to-place.ts';
import { findQuotation } from '../../knowing/quotation/find-quotation.ts';
import type { AnswerSpan, Fence } from './answer-span.ts';
import { scanFenceLine } from './fence-lines.ts';
import { createLoopDetector } from './loop-detector.ts';
import { scanSpan } from './scan-span.ts';

export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation };

interface Options {
  /** What may be cited, by the ids the model was given. */
  readonly sources: ReadonlyMap<string, PassageRow>;
  readonly origin: string;
  readonly maxLength: number;
}

/** What nobody sees and could turn a text around; a carriage return is half of a line break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
/** Letters looked at together: what is rewritten is put before no more than this. */
const chunkLength = 256;
const maxMarks = 100;

export type AnswerReader = ReturnType<typeof createAnswerReader>;

/** Reads what a model writes, in any pieces: clean Markdown, and citations whose words stand in the passages they name. */
export function createAnswerReader({ sources, origin, maxLength }: Options) {
  const loops = createLoopDetector();
  const citations: Citation[] = [];
  let parts: AnswerPart[] = [];
  let unread = '';
  let mode: 'text' | 'draft' | Fence = 'text';
  let text = '';
  let isLineStart = true;
  let isInWord = false;
  let marks = 0;
  let droppedCitations = 0;
  let saysNotFound = false;
  let full: 'too-long' | 'repeating' | null = null;

  function emit(clean: string): void {
    const piece = clean.toWellFormed();
    text += piece;
    const last = parts.at(-1);
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + piece };
    else if (piece) parts.push({ type: 'text', text: piece });
  }

  /** `isWhole`: it is written whole or not at all. */
  function write(clean: string, { isWhole, isCode }: { isWhole: boolean; isCode: boolean }): void {
    const room = maxLength - text.length;
    const within = clean.length <= room ? clean : clean.slice(0, isWhole ? 0 : room);
    const fresh = isCode ? within.length : loops.add(within);
    emit(within.slice(0, fresh));
    if (fresh < within.length) full = 'repeating';
    else if (within !== clean) full = 'too-long';
    if (full) finish();
  }

  function finish(): void {
    if (full === 'too-long') emit('…');
    if (typeof mode === 'object') emit(`${text.endsWith('\n') ? '' : '\n'}${mode.character.repeat(mode.count)}\n`);
    mode = 'text';
  }

  function cite(sourceId: string, quote: string): void {
    marks += 1;
    const passage = marks <= maxMarks ? sources.get(sourceId) : undefined;
    const place = passage && findQuotation(passage.text, quote);
    if (!passage || !place) {
      droppedCitations += 1;
      return;
    }
    const found = { passageId: passage.id, place: toPlace(passage, place.from), quote: passage.text.slice(place.from, place.to) };
    const known = citations.find(({ passageId, quote }) => passageId === found.passageId && quote === found.quote);
    const citation = known ?? { number: citations.length + 1, ...found };
    write(`[^${citation.number}]`, { isWhole: true, isCode: true });
    if (known || full) return;
    citations.push(citation);
    parts.push({ type: 'citation', citation });
  }

  function take(span: AnswerSpan): void {
    if (span.kind === 'text') write(span.text, { isWhole: false, isCode: false });
    else if (span.kind === 'mark') cite(span.sourceId, span.quote);
    else if (span.kind === 'false-mark') droppedCitations += 1;
    else if (span.kind === 'draft') mode = 'draft';
    else if (span.kind === 'not-found' || (span.kind === 'verbatim' && /^`+NOT_FOUND`+$/.test(span.text))) saysNotFound = true;
    else if (span.kind === 'fence') {
      write(span.text, { isWhole: true, isCode: true });
      if (!full) mode = span.fence;
    } else if (span.kind === 'verbatim') write(span.text, { isWhole: true, isCode: true });
  }

  /** Reads what the unread begins with, and returns how much of it is read. */
  function readNext(isEnd: boolean): number | 'more' {
    if (mode === 'draft') return skipDraft(isEnd);
    const state = { text: unread, isEnd, isLineStart, isInWord, origin };
    if (typeof mode === 'object') {
      const line = scanFenceLine(state, mode);
      if (line === 'more') return line;
      if (line.kind === 'end') mode = 'text';
      write(line.text, { isWhole: false, isCode: true });
      return line.length;
    }
    const span = scanSpan(state);
    if (span === 'more') return span;
    take(span);
    if (span.kind !== 'rewritten') return span.length;
    unread = span.text + unread.slice(span.length);
    return 0;
  }

  function skipDraft(isEnd: boolean): number | 'more' {
    const end = /<\/think(?:ing)?>/i.exec(unread);
    if (end) mode = 'text';
    if (end || isEnd) return end ? end.index + end[0].length : unread.length;
    const skipped = unread.length - '</thinking>'.length;
    return skipped > 0 ? skipped : 'more';
  }

  function read(isEnd: boolean): void {
    while (unread !== '' && !full) {
      const length = readNext(isEnd);
      if (length === 'more') return;
      if (length === 0) continue;
      const last = unread[length - 1] ?? '';
      [isLineStart, isInWord] = [last === '\n', /[\p{L}\p{N}]/u.test(last)];
      unread = unread.slice(length);
    }
  }

  function collect(): AnswerPart[] {
    const collected = parts;
    parts = [];
    return collected;
  }

  return {
    /** What a piece of the model's text makes certain. */
    write(piece: string): AnswerPart[] {
      const seen = piece.replace(unseen, '');
      for (let start = 0; start < seen.length && !full; start += chunkLength) {
        unread += seen.slice(start, start + chunkLength);
        read(false);
      }
      return collect();
    },
    /** The rest. */
    end(): AnswerPart[] {
      read(true);
      if (!full) finish();
      return collect();
    },
    get text() {
      return text;
    },
    get citations(): readonly Citation[] {
      return citations;
    },
    /** How many the model named that are not there. */
    get droppedCitations() {
      return droppedCitations;
    },
    /** Whether the model says that the passages do not answer. */
    get saysNotFound() {
      return saysNotFound;
    },
    /** Why no more of it is read. */
    get full() {
      return full;
    },
  };
}
