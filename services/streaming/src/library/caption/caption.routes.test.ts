import { newId } from '@lyceum/common/database';
import { deleteCaption, getCaption, putCaption } from '@lyceum/contracts/streaming/caption';
import { getVideo } from '@lyceum/contracts/streaming/video';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
import { hasObject, openStorage } from '@lyceum/testing/object-store';
import { buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { toCaptionKey } from '../../objects/object-keys.ts';
import { CaptionEntity } from './caption.entity.ts';

const as = asStaff();
const srt = '1\n00:00:01,000 --> 00:00:02,500\n<i>Привет</i> & <script>alert(1)</script>\n';
const encode = (text: string) => Buffer.from(text).toString('base64');
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

interface Sent {
  language?: string;
  label?: string;
  text?: string;
  by?: TestActor;
}

const put = (videoId: string, { language = 'ru', label = 'Русский', text = srt, by = as }: Sent = {}) =>
  service.call(putCaption, { as: by, params: { videoId, language }, body: { label, file: encode(text) } });

const findRows = (videoId: string) => service.rows((db) => db.findBy(CaptionEntity, { videoId }));

async function readStored(objectId: string): Promise<string> {
  const storage = await openStorage();
  try {
    return Buffer.from(await storage.get(toCaptionKey('main', objectId), { maxBytes: 10_000 })).toString();
  } finally {
    storage.stop();
  }
}

afterEach(() => service.clock.reset());

describe('captions of a video', () => {
  it('are stored as WebVTT with times and text alone, and read as text', async () => {
    const { id: videoId } = await buildVideo(as);
    const { status, body } = await put(videoId);
    const listed = { language: 'ru', label: 'Русский', cues: 1, updatedAt: expect.any(String) };
    expect([status, body]).toEqual([200, listed]);
    const [row] = await findRows(videoId);
    expect(await readStored(row?.objectId ?? '')).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<i>Привет</i> &amp;\n');
    const params = { videoId, language: 'ru' };
    const read = await service.call(getCaption, { as: asStaff(), params });
    expect(read.body).toEqual({ ...listed, cues: [{ from: 1, to: 2.5, text: 'Привет &' }] });
    const video = await service.call(getVideo, { as, params: { videoId } });
    expect(video.body.captions).toEqual([listed]);
    expect((await service.call(deleteCaption, { as, params })).status).toBe(204);
    for (const endpoint of [getCaption, deleteCaption])
      expect(toCode(await service.call(endpoint, { as, params }))).toEqual([404, 'caption.not_found']);
  });

  it('are read in the charset that is named', async () => {
    const { id: videoId } = await buildVideo(as);
    const file = Buffer.concat([Buffer.from('00:01.000 --> 00:02.000\n'), Buffer.from([0xcf, 0xf0, 0xe8])]).toString('base64');
    const params = { videoId, language: 'ru' };
    const refused = await service.call(putCaption, { as, params, body: { label: 'a', file } });
    expect(toCode(refused)).toEqual([422, 'caption.invalid']);
    await service.call(putCaption, { as, params, body: { label: 'a', file, charset: 'windows-1251' } });
    expect((await service.call(getCaption, { as, params })).body.cues).toMatchObject([{ text: 'При' }]);
  });

  it('are refused with the line, in the language of whoever sends them, and leave nothing', async () => {
    const { id: videoId } = await buildVideo(as);
    const text = 'WEBVTT\n\n00:02.000 --> 00:01.000\na';
    const { body } = await put(videoId, { text, by: { ...as, locale: 'ru' } });
    expect([body.code, body.detail]).toEqual([
      'caption.invalid',
      'Строка 3: реплика заканчивается раньше, чем начинается, или сразу же.',
    ]);
    expect(await findRows(videoId)).toEqual([]);
  });

  it.each([
    ['a language in words', 'russian', { label: 'a', file: encode(srt) }, '/path/language'],
    ['no label', 'ru', { label: '', file: encode(srt) }, '/body/label'],
    ['a file that is no Base64', 'ru', { label: 'a', file: '<b>' }, '/body/file'],
    ['a file of more than 700 kB', 'ru', { label: 'a', file: 'A'.repeat(933_340) }, '/body/file'],
  ])('are refused with 400 when they have %s', async (_, language, body, pointer) => {
    const { id: videoId } = await buildVideo(as);
    const answer = await service.call(putCaption, { as, params: { videoId, language }, body });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('are one of a language when several send them at once, and texts that nobody has go in a day', async () => {
    const { id: videoId } = await buildVideo(as);
    const texts = ['a', 'b', 'c', 'd'].map((word) => `00:01.000 --> 00:02.000\n${word}`);
    const answers = await Promise.all(texts.map((text) => put(videoId, { text })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rows = await findRows(videoId);
    expect(rows).toHaveLength(1);
    const forgotten = await service.outbox('streaming.delete-caption-object');
    const ids = [...new Set(forgotten.map(({ payload }) => `${payload['objectId']}`))];
    const kept = rows[0]?.objectId ?? '';
    const used = new Set((await service.rows((db) => db.find(CaptionEntity))).map(({ objectId }) => objectId));
    const replaced = ids.filter((id) => !used.has(id));
    const areThere = () => Promise.all(replaced.map((id) => hasObject(toCaptionKey('main', id))));
    await service.runJobs();
    expect(replaced.length).toBeGreaterThanOrEqual(3);
    expect(await areThere()).not.toContain(false);
    service.clock.advance(86_400_000 + 1_000);
    await service.runJobs();
    expect(await areThere()).not.toContain(true);
    expect(await hasObject(toCaptionKey('main', kept))).toBe(true);
  });

  it('are there in 30 languages at most, however many come at once', async () => {
    const { id: videoId } = await buildVideo(as);
    const row = (_: unknown, index: number) => ({
      ...{ id: newId(), videoId, language: `q${String.fromCharCode(97 + (index % 26))}${index < 26 ? 'a' : 'b'}`, label: 'a' },
      ...{ cues: [], objectId: newId(), bytes: 1, updatedAt: new Date() },
    });
    await service.rows((db) => db.insert(CaptionEntity, Array.from({ length: 29 }, row)));
    const answers = await Promise.all(['ru', 'en', 'de'].map((language) => put(videoId, { language })));
    expect(answers.map(toCode).sort()).toEqual([
      [200, undefined],
      [409, 'caption.too_many'],
      [409, 'caption.too_many'],
    ]);
    const [first] = await findRows(videoId);
    expect((await put(videoId, { language: first?.language ?? '' })).status).toBe(200);
  });

  it('are changed by whoever uploaded the video and by administrators', async () => {
    const { id: videoId } = await buildVideo(as);
    expect(toCode(await put(videoId, { by: asStaff() }))).toEqual([403, 'video.not_yours']);
    expect((await put(videoId, { by: asAdmin() })).status).toBe(200);
    const params = { videoId, language: 'ru' };
    expect(toCode(await service.call(deleteCaption, { as: asStaff(), params }))).toEqual([403, 'video.not_yours']);
    expect(toCode(await put(newId()))).toEqual([404, 'video.not_found']);
  });
});
