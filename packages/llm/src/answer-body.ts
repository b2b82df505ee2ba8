import type { Dispatcher } from 'undici';
import { ModelFailure } from './model-failure.ts';

type Body = Dispatcher.ResponseData['body'];

/** The pieces as they come. Only the time in which the reader waits for the next one counts as silence. */
export async function* withSilenceTimeout(
  body: Body,
  silenceMs: number,
  silence: () => ModelFailure,
  failure: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const piece of body) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(() => body.destroy(silence()), silenceMs);
    }
  } catch (error) {
    throw failure(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Fails when there are more bytes than the task can use. */
export async function* bounded(body: AsyncIterable<Uint8Array>, max: number, model: string): AsyncGenerator<Uint8Array> {
  let left = max;
  for await (const piece of body) {
    left -= piece.length;
    if (left < 0) {
      throw new ModelFailure('invalid-provider-answer', { model, message: `the answer has more than ${max} bytes` });
    }
    yield piece;
  }
}

/** So many bytes as text; the rest is not waited for. */
export async function beginning(body: Body, max: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length >= max) break;
  }
  return Buffer.concat(pieces).toString('utf8', 0, max);
}
