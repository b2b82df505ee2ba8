import type { z } from 'zod';
import type { Usage } from './language-model.ts';
import { ModelFailure } from './model-failure.ts';
import { parseJson } from './provider-failures.ts';

interface Answered {
  /** `<provider>/<model>` */
  model: string;
  usage: Usage;
}

/** How many objects of a text are tried before it counts as prose. */
const mostCandidates = 20;

/**
 * What the schema accepts of an answer: the value, or of a text all of it, else the first fitting object within prose, a code
 * fence or after loud thinking. Throws `invalid-answer` with what is wrong, in words a model can mend it by.
 */
export function readAnswer<Schema extends z.ZodType>(answer: unknown, schema: Schema, answered: Answered): z.output<Schema> {
  let problem = 'the answer is no JSON';
  for (const candidate of typeof answer === 'string' ? valuesIn(answer) : [answer]) {
    const { data, error } = schema.safeParse(candidate);
    if (!error) return data;
    problem = describe(error);
  }
  throw new ModelFailure('invalid-answer', { ...answered, message: problem });
}

function describe({ issues }: z.ZodError): string {
  const lines = issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
  return `the answer does not match the schema: ${lines.join('; ')}`.slice(0, 500);
}

function* valuesIn(text: string): Generator<unknown> {
  for (const candidate of [text, ...objectsIn(text)]) {
    const value = parseJson(candidate);
    if (value !== undefined) yield value;
  }
}

function* objectsIn(text: string): Generator<string> {
  let start = text.indexOf('{');
  for (let count = 0; start >= 0 && count < mostCandidates; count++) {
    const end = endOfObject(text, start);
    if (end) yield text.slice(start, end);
    start = text.indexOf('{', end ?? start + 1);
  }
}

/** Index after the brace that closes the one at `start`. */
function endOfObject(text: string, start: number): number | undefined {
  // A brace, or a string, which may contain braces. One that is not closed goes to the end: else every quote would be tried.
  const tokens = /[{}]|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)/gs;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    if (token[0] === '{') depth++;
    else if (token[0] === '}') depth--;
    if (depth === 0) return tokens.lastIndex;
  }
  return undefined;
}
