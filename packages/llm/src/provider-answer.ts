import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ModelFailure } from './model-failure.ts';
import { parseJson } from './provider-failures.ts';
import type { ProviderAnswer, Transport } from './transport.ts';

/** The first entry of a list, by its schema; the others are nobody's business. */
export function first<Entry extends z.ZodType>(entry: Entry) {
  return z
    .array(z.unknown())
    .transform(([one]) => one)
    .pipe(entry);
}

/** What an error says that comes as an answer: some servers send it with 200, and all of them within a stream. */
const errorInside = z.object({
  error: z.union([z.string().min(1), z.looseObject({ code: z.unknown().optional() }).transform(({ code }) => code)]),
});

/**
 * What the schema takes of the JSON a provider answered. Throws a `ModelFailure`: that of the error which the answer is, or
 * `invalid-provider-answer`, which is no fault of the model and may pass.
 */
export function parseAnswer<Schema extends z.ZodType>(
  body: string,
  schema: Schema,
  { model, refusal }: Pick<Transport, 'model' | 'refusal'>,
): z.output<Schema> {
  const json = isTooDeep(body) ? undefined : parseJson(body);
  const inside = errorInside.safeParse(json);
  if (inside.success) throw refusal(getStatus(inside.data.error), body);
  const { data, error } = schema.safeParse(json);
  if (!error) return data;
  const message = 'the provider answered otherwise than its API does';
  throw new ModelFailure('invalid-provider-answer', { model, message });
}

export async function readProviderAnswer<Schema extends z.ZodType>(
  answer: ProviderAnswer,
  schema: Schema,
  transport: Pick<Transport, 'model' | 'refusal'>,
): Promise<z.output<Schema>> {
  return parseAnswer(await text(answer.body), schema, transport);
}

/** Deeper than any answer: whoever walks through it would run out of stack. */
const maxDepth = 100;

function isTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isText && character === '\\') at += 1;
    else if (character === '"') isText = !isText;
    else if (isText) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** The status the error would have come with; 500 when it does not say. */
function getStatus(code: unknown): number {
  return Number.isInteger(code) && Number(code) >= 400 && Number(code) < 600 ? Number(code) : 500;
}
