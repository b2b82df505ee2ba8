import { readEvents } from './server-sent-events.ts';

const bytes = Buffer.from(
  'data: {"text":"Ёлка"}\n\n: keep-alive\r\n\r\nevent: message\r\ndata: {"a":1,\r\ndata: "b":"😀"}\r\n\r\ndata: [DONE]\n\n',
);
const events = ['{"text":"Ёлка"}', '{"a":1,\n"b":"😀"}', '[DONE]'];

async function* inPieces(size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(read: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const event of read) list.push(event);
  return list;
}

it('reads the same events however the bytes are cut', async () => {
  for (let size = 1; size <= bytes.length; size++) {
    expect(await all(readEvents(inPieces(size)))).toEqual(events);
  }
});

it('gives an event away as soon as it is whole', async () => {
  const nothingMore = Promise.withResolvers<Uint8Array>();
  const read = readEvents(
    (async function* () {
      yield Buffer.from('data: first\n\ndata: sec');
      yield await nothingMore.promise;
    })(),
  );
  expect(await read.next()).toEqual({ done: false, value: 'first' });
  nothingMore.resolve(Buffer.from('ond\n\n'));
  expect(await read.next()).toEqual({ done: false, value: 'second' });
});

const endingWith = (end: string) =>
  all(
    readEvents(
      (async function* () {
        yield Buffer.from(`data: whole\n\n${end}`);
      })(),
    ),
  );

it.each([
  'data: {"half":',
  'data: {"half":\n',
  'data: {"half":1',
  'data: prose\n',
  'data: {"a":\ndata: 1',
  ': comment',
  'da',
  '',
])('keeps an event to itself that was never finished: %j', async (end) => {
  expect(await endingWith(end)).toEqual(['whole']);
});

it.each(['data: {"last":1}', 'data:{"last":1}\n', 'data: {"last":1}\r\n', 'event: x\ndata: {"last":1}\n'])(
  'gives away an event that only lacks its empty line: %j',
  async (end) => {
    expect(await endingWith(end)).toEqual(['whole', '{"last":1}']);
  },
);
