import type { z } from 'zod';
import type { Message, Usage } from './language-model.ts';
import { parseLooseJson } from './loose-json.ts';
import { mendAnswer } from './mend-answer.ts';
import { ModelFailure } from './model-failure.ts';

interface Answered {
  /** `<provider>/<model>` */
  model: string;
  usage: Usage;
  /** What was asked: an object of prose that stands there too is an example, not the answer. */
  asked?: readonly Message[];
  /** Whether the text was thought rather than said: then it is all of the answer or none of it. */
  isThought?: boolean;
}

/** Characters. A model that writes more did not do what it was asked for. */
const maxAnswerLength = 256 * 1024;
/** How many objects of a text are tried before it counts as prose. */
const maxCandidates = 20;

/**
 * What the schema accepts of an answer: the value, or of a text all of it, else the best fitting object of what comes after the
 * thinking. Throws `invalid-answer` with what is wrong, in words a model can mend it by; also when different objects fit
 * alike, because only the model knows which one is meant.
 */
export function readAnswer<Schema extends z.ZodType>(answer: unknown, schema: Schema, answered: Answered): z.output<Schema> {
  const { model, usage, asked = [], isThought = false } = answered;
  const invalid = (message: string) => new ModelFailure('invalid-answer', { model, usage, message });
  const take = (value: unknown): z.output<Schema> => {
    const { data, error } = mendAnswer(value, schema);
    if (error) throw invalid(describe(error));
    return data;
  };

  if (typeof answer !== 'string') return take(answer);
  const text = withoutThinking(answer);
  if (text.length > maxAnswerLength) throw invalid(`the answer has more than ${maxAnswerLength} characters`);
  const whole = wholeValue(text) ?? wholeValue(answer);
  if (whole !== undefined) return take(whole);
  if (isThought) throw invalid('the answer is no JSON');

  const candidates = objectsIn(text).filter(({ source }) => !asked.some(({ content }) => content.includes(source)));
  const fitting = candidates.flatMap(({ value }) => mendAnswer(value, schema).data ?? []);
  const [best, ...others] = completest(fitting);
  if (others.length > 0) throw invalid('the answer holds several objects that fit: send the one that is meant');
  if (best !== undefined) return best;
  const last = candidates.at(-1);
  if (!last) throw invalid('the answer is no JSON');
  return take(last.value);
}

/** An answer is often one object, or a list of it, in a code fence. */
function wholeValue(text: string): unknown {
  const trimmed = text.trim();
  const isFenced = trimmed.startsWith('```') && trimmed.endsWith('```');
  const bare = isFenced ? trimmed.slice(trimmed.indexOf('\n') + 1, -3) : trimmed;
  if (bare.length > maxAnswerLength) return undefined;
  const { value, end } = parseLooseJson(bare, 0);
  if (bare.slice(end).trim() !== '') return undefined;
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

const thinkingEnd = /<\/(?:think|thinking|thought|reasoning)>/gi;
const thinkingStart = /<(?:think|thinking|thought|reasoning)>/i;

/** What comes after the last thinking that ended and before one that did not. Chat templates may have the start in the prompt. */
function withoutThinking(answer: string): string {
  const last = [...answer.matchAll(thinkingEnd)].at(-1);
  const after = last ? answer.slice(last.index + last[0].length) : answer;
  const start = after.search(thinkingStart);
  return start === -1 ? after : after.slice(0, start);
}

/** Those that are not part of another, each with its text. What was cut off has no parts to go by. */
function objectsIn(text: string): { readonly value: unknown; readonly source: string }[] {
  const found: { value: unknown; source: string }[] = [];
  for (let start = text.indexOf('{'); start !== -1 && found.length < maxCandidates; ) {
    const { value, end } = parseLooseJson(text, start);
    if (value !== undefined) found.push({ value, source: text.slice(start, end) });
    start = text.indexOf('{', Math.max(end, start + 1));
  }
  return found;
}

/** Those with the most fields, each once. */
function completest<Value>(values: readonly Value[]): Value[] {
  const sizes = values.map((value) => Object.keys(Object(value)).length);
  const max = Math.max(...sizes);
  const largest = values.filter((_, index) => sizes[index] === max);
  return [...new Map(largest.map((value) => [JSON.stringify(value), value])).values()];
}

function describe({ issues }: z.ZodError): string {
  const lines = issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
  return `the answer does not match the schema: ${lines.join('; ')}`.slice(0, 500);
}
