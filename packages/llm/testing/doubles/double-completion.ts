import { createHash } from 'node:crypto';
import type { DoubleMode } from './double-mode.ts';
import { getLanguage } from './made-up-text.ts';
import { plausibleAnswer } from './model-answer.ts';
import { vocabularies } from './vocabularies.ts';

/** What a double was asked, the same for every protocol. */
export interface DoubleQuestion {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** JSON Schema of the answer; undefined when text is wanted, or the double does not understand how it was asked. */
  readonly schema: unknown;
  /** The whole body as it was sent. */
  readonly body: unknown;
}

/** A string is what the model says; anything else is sent as JSON, or as the arguments of the function that was forced. */
export type DoubleAnswer = (question: DoubleQuestion) => unknown;

/** What a double answers when the test does not say: something plausible by the schema, else prose, in the language it was asked in. */
export function defaultAnswer({ schema, messages }: DoubleQuestion): unknown {
  const language = getLanguage(messages.map(({ content }) => content).join('\n'));
  return schema === undefined ? vocabularies[language].prose : plausibleAnswer(schema, JSON.stringify(messages), language);
}

/** The model behind a double: `answer` until a test wants another, and again when it wants none. */
export function createModel(answer: DoubleAnswer = defaultAnswer) {
  let current = answer;
  return {
    ask: (question: DoubleQuestion): unknown => current(question),
    answerWith(other: DoubleAnswer | undefined): void {
      current = other ?? answer;
    },
  };
}

export interface Completion {
  readonly content: string;
  /** Undefined when the model says text, or was cut off. */
  readonly value: unknown;
  readonly finish: 'stop' | 'length' | 'blacklist' | 'invalid-json';
}

/** The answer as the mode and the limit of tokens leave it; `indent` is that of JSON. */
export function complete(
  answer: unknown,
  {
    mode,
    maxTokens = Number.POSITIVE_INFINITY,
    indent = 0,
  }: { mode: DoubleMode; maxTokens?: number | undefined; indent?: number },
): Completion {
  const isText = typeof answer === 'string';
  const content = isText ? answer : JSON.stringify(answer, null, indent);
  const limit = mode.mode === 'length' ? Math.ceil(countTokens(content) / 2) : maxTokens;
  if (mode.mode === 'blacklist') return { content: refusal, value: undefined, finish: 'blacklist' };
  if (mode.mode === 'invalid-json') return { content: `${content.slice(0, -1)},,`, value: undefined, finish: 'invalid-json' };
  if (countTokens(content) > limit) return { content: content.slice(0, limit * 4), value: undefined, finish: 'length' };
  return { content, value: isText ? undefined : answer, finish: 'stop' };
}

const refusal = 'Не люблю менять тему разговора, но вот сейчас тот самый случай.';

/** About as many as a real tokenizer counts. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Pieces as a model streams them. */
export function streamed(content: string): string[] {
  return content.match(/.{1,16}/gsu) ?? [];
}

/** A vector of length 1; texts that share words are near to each other. */
export function embedding(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    // The first letters stand for all forms of a word.
    const bytes = createHash('sha256').update(word.slice(0, 6)).digest();
    for (const at of [0, 4, 8, 12]) {
      const place = bytes.readUInt32BE(at) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((bytes[at + 16] ?? 0) % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
