import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { testServers } from '@lyceum/testing/config';
import { z } from 'zod';
import { createStorage, type Storage } from './storage.ts';

let storage: Storage;
beforeAll(async () => {
  const servers = testServers();
  storage = await createStorage({
    S3_ENDPOINT: servers.TEST_S3_ENDPOINT,
    S3_PUBLIC_ENDPOINT: servers.TEST_S3_ENDPOINT,
    S3_REGION: servers.TEST_S3_REGION,
    S3_BUCKET: `kit-${crypto.randomUUID()}`,
    S3_ACCESS_KEY: servers.TEST_S3_ACCESS_KEY,
    S3_SECRET_KEY: servers.TEST_S3_SECRET_KEY,
  });
});
afterAll(() => storage.stop());

const text = (value: string) => new TextEncoder().encode(value);

describe('storage', () => {
  it('gives a stored object to anybody who has its address, under its name', async () => {
    await storage.put('main/notes/1', text('привет'), 'text/plain');
    const response = await fetch(storage.presignGet('main/notes/1', 60, "Заметка (1)'.txt"));
    expect([response.status, await response.text()]).toEqual([200, 'привет']);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Zametka (1).txt"; filename*=UTF-8''${encodeURIComponent('Заметка ')}%281%29%27.txt`,
    );
  });

  it.each([
    ['Программа «Щука и ёж».docx', 'Programma _Shchuka i yozh.docx'],
    ['ОБЪЁМ подъезда.pdf', 'OBYoM podezda.pdf'],
    ['Résumé naïve Łódź.pdf', 'Resume naive _odz.pdf'],
    ['你好.docx', 'file.docx'],
    ['a"b\\c.docx', 'a_b_c.docx'],
    ['a\r\nX-Evil: 1.docx', 'a_X-Evil_ 1.docx'],
    ['../../etc/passwd.docx', 'etc_passwd.docx'],
    ['invoice\u202Excod.exe.docx', 'invoice_xcod.exe.docx'],
    ['50% off; filename=x.docx', '50_ off; filename=x.docx'],
    ['👩‍🏫 урок ✓.docx', 'urok.docx'],
    ['CON.docx', 'CON_.docx'],
    ['...', 'file.'],
    ['без конца', 'bez kontsa'],
    ['\ud800.md', 'file.md'],
  ])('names a download %j, and %j for clients that know ASCII alone', async (filename, ascii) => {
    await storage.put('main/notes/named', text('1'), 'text/plain');
    const response = await fetch(storage.presignGet('main/notes/named', 60, filename));
    const disposition = response.headers.get('content-disposition') ?? '';
    const [, plain, encoded = ''] =
      /^attachment; filename="([ !#-[\]-~]*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(disposition) ?? [];
    expect([plain, decodeURIComponent(encoded)]).toEqual([ascii, filename.toWellFormed()]);
  });

  it('tells size and type, and undefined for what is not there', async () => {
    await storage.put('main/notes/2', text('12345'), 'text/plain');
    expect(await storage.head('main/notes/2')).toMatchObject({ size: 5, contentType: 'text/plain' });
    await storage.delete('main/notes/2');
    expect(await storage.head('main/notes/2')).toBeUndefined();
  });

  it('gives the bytes of an object, but of none that is larger than asked for or not there', async () => {
    await storage.put('main/notes/3', text('привет'), 'text/plain');
    expect(new TextDecoder().decode(await storage.get('main/notes/3', { maxBytes: 12 }))).toBe('привет');
    await expect(storage.get('main/notes/3', { maxBytes: 11 })).rejects.toThrow('more than 11 bytes');
    await expect(storage.get('main/notes/none', { maxBytes: 11 })).rejects.toThrow();
    await storage.put('main/notes/4', text(''), 'text/plain');
    expect(await storage.get('main/notes/4', { maxBytes: 0 })).toHaveLength(0);
  });

  it('takes an upload of the type and the size that were agreed and no other', async () => {
    const address = storage.presignPut('main/uploads/1', 60, 'image/png', 3);
    const put = async (type: string, body: string) =>
      (await fetch(address, { method: 'PUT', body, headers: { 'content-type': type } })).status;
    expect([await put('text/html', 'abc'), await put('image/png', 'abcd'), await put('image/png', 'ab')]).toEqual([
      403, 403, 403,
    ]);
    expect(await put('image/png', 'abc')).toBe(200);
  });

  it('puts a large upload together from its parts, and forgets one that was given up', async () => {
    const key = 'main/uploads/2';
    const uploadId = await storage.startUpload(key, 'video/mp4');
    const parts = [];
    for (const [index, size] of [5 * 1024 * 1024, 7].entries()) {
      const address = storage.presignPart(key, uploadId, index + 1, 60, { size });
      const { headers } = await fetch(address, { method: 'PUT', body: new Uint8Array(size) });
      parts.push({ part: index + 1, size, etag: headers.get('etag') ?? '' });
    }
    expect(await storage.listParts(key, uploadId)).toEqual(parts);
    await storage.completeUpload(key, uploadId, parts);
    expect(await storage.listParts(key, uploadId)).toBeUndefined();
    expect(await storage.head(key)).toMatchObject({ size: 5 * 1024 * 1024 + 7, contentType: 'video/mp4' });
    const given = await storage.startUpload('main/uploads/3', 'video/mp4');
    const other = await storage.startUpload('main/uploads/3-other', 'video/mp4');
    await storage.abortUploads('main/uploads/3');
    await expect(storage.completeUpload('main/uploads/3', given, parts)).rejects.toThrow();
    expect(await storage.listParts('main/uploads/3-other', other)).toEqual([]);
  });

  it('takes a part of the size and of the content that were agreed and no other', async () => {
    const key = 'main/uploads/4';
    const uploadId = await storage.startUpload(key, 'video/mp4');
    const md5 = createHash('md5').update('abc').digest('base64');
    const address = storage.presignPart(key, uploadId, 1, 60, { size: 3, md5 });
    const put = async (body: string, sent = md5) =>
      (await fetch(address, { method: 'PUT', body, headers: { 'content-md5': sent } })).status;
    const otherMd5 = createHash('md5').update('xyz').digest('base64');
    expect([await put('abcd'), await put('xyz'), await put('xyz', otherMd5), await put('abc')]).toEqual([403, 400, 403, 200]);
    await storage.abortUploads(key);
  });

  it('shows an object in its place, by the same address for all who ask for one moment', async () => {
    await storage.put('main/Ж ру/5', text('1'), 'image/webp');
    const moment = new Date();
    const address = storage.presignShow('main/Ж ру/5', 60, moment);
    expect(storage.presignShow('main/Ж ру/5', 60, moment)).toBe(address);
    const { status, headers } = await fetch(address);
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([200, 'image/webp', null]);
    expect((await fetch(storage.presignShow('main/Ж ру/5', 60, new Date(moment.getTime() - 61_000)))).status).toBe(403);
  });

  it('deletes all that begins with a prefix and nothing else', async () => {
    const keys = Array.from({ length: 1_005 }, (_, index) => `main/many/a/${index}`);
    await Promise.all([...keys, 'main/many/ab'].map((key) => storage.put(key, text('1'), 'text/plain')));
    await storage.deleteAll('main/many/a/');
    expect([await storage.head('main/many/a/0'), await storage.head('main/many/a/1004')]).toEqual([undefined, undefined]);
    expect(await storage.head('main/many/ab')).toBeDefined();
    await storage.deleteAll('main/many/a/');
  });

  it('fails when the store takes connections and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = z.object({ port: z.int() }).parse(silent.address());
    const endpoint = `http://127.0.0.1:${port}`;
    const config = { S3_ENDPOINT: endpoint, S3_PUBLIC_ENDPOINT: endpoint, S3_REGION: 'r', S3_BUCKET: 'b' };
    try {
      const opening = createStorage({ ...config, S3_ACCESS_KEY: 'key', S3_SECRET_KEY: 'secret' }, { silenceMs: 50 });
      await expect(opening).rejects.toThrow('50 ms of inactivity');
      expect(sockets.length).toBeGreaterThan(0);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });
});
