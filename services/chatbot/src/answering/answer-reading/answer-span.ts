/** A fence of code: its character, how many of it, and how far it was indented. */
export interface Fence {
  readonly character: '`' | '~';
  readonly count: number;
  readonly indent: number;
}

/** What stands at the beginning of the text a model writes; `length` of it are read with it. */
export type AnswerSpan = { readonly length: number } & (
  | { readonly kind: 'text'; readonly text: string }
  /** Code in a line, or a formula. */
  | { readonly kind: 'verbatim'; readonly text: string }
  | { readonly kind: 'mark'; readonly sourceId: string; readonly quote: string }
  /** A citation that can be none. */
  | { readonly kind: 'false-mark' }
  /** This text stands there in truth, and is read in its place. */
  | { readonly kind: 'rewritten'; readonly text: string }
  | { readonly kind: 'fence'; readonly fence: Fence; readonly text: string }
  /** What the model thought, and nobody reads: until its end. */
  | { readonly kind: 'draft' }
  | { readonly kind: 'not-found' }
);

/** `more`: what it is depends on what comes next. Undefined: it is not this. */
export type FoundSpan = AnswerSpan | 'more' | undefined;

/** What has come and is not read yet. A decision holds however the text was cut, as it is made by its beginning alone. */
export interface UnreadText {
  readonly text: string;
  /** Whether no more comes. */
  readonly isEnd: boolean;
  readonly isLineStart: boolean;
  /** Whether a letter or a digit stands before it. */
  readonly isInWord: boolean;
  /** Our own: links elsewhere become text. */
  readonly origin: string;
}

/** So many characters read as this text. */
export const toText = (text: string, length = text.length): AnswerSpan => ({ kind: 'text', text, length });
