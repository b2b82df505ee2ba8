import { createParser } from 'eventsource-parser';

/** Data of server-sent events, each as soon as it is whole, however the bytes were cut. */
export async function* readEvents(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let whole: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => whole.push(data) });
  for await (const piece of pieces) {
    parser.feed(decoder.decode(piece, { stream: true }));
    const ready = whole;
    whole = [];
    yield* ready;
  }
}
