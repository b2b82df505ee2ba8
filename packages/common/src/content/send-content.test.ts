import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { spaceTaken } from '@lyceum/contracts/tokens/space';
import { eventually } from '@lyceum/testing/eventually';
import { createTestService } from '@lyceum/testing/service';
import { serviceConfig } from '../config.ts';
import { fail } from '../errors.ts';
import { defineFeature, defineService } from '../service.ts';
import { contentRoute } from './content-route.ts';

/** The newest source, and the signal it was opened with. */
let opened: { source: Readable; signal: AbortSignal } | undefined;

async function* breakOff(start: Buffer): AsyncGenerator<Buffer> {
  yield start.subarray(0, 4);
  throw new Error('the store is gone');
}

function openSource(name: string, wanted: Buffer): Readable {
  if (name === 'missing.bin') throw fail(spaceTaken);
  if (name === 'broken.bin') return Readable.from(breakOff(wanted));
  if (name === 'short.bin') return Readable.from([wanted.subarray(1)]);
  if (name === 'long.bin') return Readable.from([wanted, wanted]);
  if (name === 'endless.bin')
    return new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
  return Readable.from([wanted.subarray(0, 2), wanted.subarray(2)]);
}

const files = contentRoute('GET /files/:token/*path', async ({ params: { path = '' } }) => {
  const bytes = Buffer.from(path === 'empty.bin' ? '' : '0123456789');
  return {
    file: {
      mediaType: 'application/x-probe',
      size: path === 'endless.bin' ? 1_000_000_000 : bytes.length,
      etag: '"tag"',
      open: async ({ start, end }, signal) => {
        const source = openSource(path, bytes.subarray(start, end + 1));
        opened = { source, signal };
        return source;
      },
    },
  };
});

const probe = defineService({
  name: 'users',
  config: serviceConfig,
  features: [defineFeature({ mount: () => ({ contents: [files] }) })],
});
const service = createTestService(probe);

describe('a file', () => {
  it('comes whole, with what caches and players need to know', async () => {
    const { status, headers, body } = await service.content('GET /files/t/a.bin');
    expect([status, body.toString()]).toEqual([200, '0123456789']);
    expect(headers).toMatchObject({
      'content-type': 'application/x-probe',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=300',
      etag: '"tag"',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it.each([
    ['the first bytes', { range: 'bytes=0-3' }, 206, '0123', 'bytes 0-3/10'],
    ['the last bytes', { range: 'bytes=-2' }, 206, '89', 'bytes 8-9/10'],
    ['what is left', { range: 'bytes=8-99' }, 206, '89', 'bytes 8-9/10'],
    ['several ranges', { range: 'bytes=0-1,4-5' }, 200, '0123456789', undefined],
    ['the range if the file is the same', { range: 'bytes=0-3', 'if-range': '"tag"' }, 206, '0123', 'bytes 0-3/10'],
    ['the range if it is another', { range: 'bytes=0-3', 'if-range': '"other"' }, 200, '0123456789', undefined],
    ['the range if a weak tag is the same', { range: 'bytes=0-3', 'if-range': 'W/"tag"' }, 200, '0123456789', undefined],
  ] as const)('answers who wants %s', async (_, headers, status, text, contentRange) => {
    const reply = await service.content('GET /files/t/a.bin', { headers });
    expect([reply.status, reply.body.toString(), reply.headers['content-range']]).toEqual([status, text, contentRange]);
    expect(reply.headers['content-length']).toBe(String(text.length));
  });

  it('answers 416 with its size to who wants bytes behind its end', async () => {
    const { status, headers, body } = await service.content('GET /files/t/a.bin', { headers: { range: 'bytes=10-' } });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */10']);
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'content.range_not_satisfiable', status: 416 });
    expect(headers).not.toHaveProperty('etag');
  });

  it.each(['"tag"', 'W/"tag"', '"other", "tag"', '*'])('answers 304 to who has %s, whatever range is wanted', async (tag) => {
    opened = undefined;
    const headers = { 'if-none-match': tag, range: 'bytes=0-3' };
    const reply = await service.content('GET /files/t/a.bin', { headers });
    expect([reply.status, reply.body.length, reply.headers['etag'], opened]).toEqual([304, 0, '"tag"', undefined]);
  });

  it('answers HEAD as GET but for the bytes, whose source is not opened', async () => {
    opened = undefined;
    const { status, headers, body } = await service.content('HEAD /files/t/a.bin', { headers: { range: 'bytes=0-3' } });
    expect([status, body.length, headers['content-length'], headers['accept-ranges']]).toEqual([200, 0, '10', 'bytes']);
    expect(opened).toBeUndefined();
  });

  it('may be empty', async () => {
    const { status, headers, body } = await service.content('GET /files/t/empty.bin');
    expect([status, headers['content-length'], body.length]).toEqual([200, '0', 0]);
  });

  it('that cannot be opened answers with the failure', async () => {
    const { status, headers, body } = await service.content('GET /files/t/missing.bin');
    expect([status, JSON.parse(body.toString()).code]).toEqual([409, 'space.taken']);
    expect([headers['cache-control'], headers['etag']]).toEqual(['no-store', undefined]);
  });
});

describe('a source', () => {
  it.each(['broken.bin', 'short.bin', 'long.bin'])(
    'of %s ends with the connection, and nobody takes the answer for whole',
    async (name) => {
      await expect(service.content(`GET /files/t/${name}`)).rejects.toThrow();
      await eventually(async () => opened?.source.destroyed === true);
    },
  );

  it('is ended when the client goes away', async () => {
    const asked = request(`${service.url}/content/users/files/t/endless.bin`, { agent: false }).end();
    const [response] = await once(asked, 'response');
    await once(response, 'data');
    response.destroy();
    await eventually(async () => opened?.source.destroyed === true && opened.signal.aborted);
  });
});
