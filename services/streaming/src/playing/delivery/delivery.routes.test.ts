import * as contract from '@lyceum/contracts/streaming/playback';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { segmentsOf4s } from '../../../test/build-playable.ts';
import { service } from '../../../test/streaming-service.ts';
import { ask, buildPlayback, readUrls } from '../../../test/watch.ts';
import { toSegmentIv, toStretchKey } from '../../processing/encryption/segment-keys.ts';
import { PlaybackEntity } from '../playback/playback.entity.ts';

afterEach(() => service.clock.reset());

const findRow = (id: string, space?: string) => service.rows((db) => db.findOneByOrFail(PlaybackEntity, { id }), space);

describe('getManifest', () => {
  it('names qualities, sound and captions by public addresses', async () => {
    const { playback, as } = await buildPlayback({ captions: [{}] });
    const { status, headers, text } = await ask(playback.manifestUrl, as);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/vnd.apple.mpegurl');
    expect(headers.get('cache-control')).toBe('no-store');
    const base = playback.manifestUrl.replace('/main.m3u8', '');
    expect(readUrls(text)).toEqual(['480', '1080', 'audio'].map((name) => `${base}/renditions/${name}/main.m3u8`));
    expect(text).toContain(`URI="${base}/captions/ru/main.m3u8"`);
  });

  it('names what is made by now', async () => {
    const { playback, as } = await buildPlayback({ renditions: [{ name: '480' }] });
    const { text } = await ask(playback.manifestUrl, as);
    expect(readUrls(text)).toHaveLength(1);
    expect(text).not.toMatch(/AUDIO|SUBTITLES/);
  });

  it('gives a school of another space addresses that lead there', async () => {
    const { playback, as } = await buildPlayback({ space: 'college' });
    expect(playback.manifestUrl).toContain('/s/college/api/v1/streaming/');
    const main = await ask(playback.manifestUrl, as);
    const rendition = await ask(readUrls(main.text)[0] ?? '', as);
    const [, key = ''] = /#EXT-X-KEY:METHOD=AES-128,URI="([^"]+)"/.exec(rendition.text) ?? [];
    expect(key).toContain('/s/college/api/v1/streaming/');
    expect((await ask(key, as)).bytes).toHaveLength(16);
    expect(readUrls(rendition.text)[0]).toContain('/college/videos/');
  });
});

describe('getRendition', () => {
  const getRendition = async (rendition: string) => {
    const built = await buildPlayback();
    const { as, params } = built;
    const url = built.playback.manifestUrl.replace('main.m3u8', `renditions/${rendition}/main.m3u8`);
    return { ...built, ...(await ask(url, as)), params };
  };

  it('has the first bytes in clear, and each segment under the key of its stretch and an own vector', async () => {
    const { status, text, masterKey, playback, encoding } = await getRendition('480');
    expect(status).toBe(200);
    expect(text.indexOf('#EXT-X-MAP')).toBeLessThan(text.indexOf('#EXT-X-KEY'));
    const keys = [...text.matchAll(/#EXT-X-KEY:METHOD=AES-128,URI="([^"]+)",IV=0x([0-9A-F]{32})/g)];
    const base = playback.manifestUrl.replace('/main.m3u8', '');
    expect(keys.map(([, url]) => url)).toEqual(
      Array.from({ length: 100 }, (_, index) => `${base}/keys/${Math.floor(index / 15)}`),
    );
    expect(keys.map(([, , iv]) => iv)).toEqual(
      Array.from({ length: 100 }, (_, index) => toSegmentIv(masterKey, '480', index).toString('hex').toUpperCase()),
    );
    expect(new Set(keys.map(([, , iv]) => iv)).size).toBe(100);
    const urls = readUrls(text);
    expect(new URL(urls[99] ?? '').pathname).toMatch(new RegExp(`/main/videos/${encoding.id}/480/00099\\.m4s$`));
    expect(new URL(urls[0] ?? '').searchParams.get('X-Amz-Expires')).toBe('4400');
  });

  it('answers the same each time: a browser finds in its cache what it has', async () => {
    const { text, playback, as } = await getRendition('480');
    service.clock.advance(60_000);
    expect((await ask(playback.manifestUrl.replace('main.m3u8', 'renditions/480/main.m3u8'), as)).text).toBe(text);
  });

  it('answers 404 to a quality that is not there, and 400 to what is none', async () => {
    const { params, as } = await getRendition('480');
    const get = (rendition: string) => service.call(contract.getRendition, { as, params: { ...params, rendition } });
    expect((await get('720')).body.code).toBe('playback.rendition_not_found');
    expect((await get('../480')).status).toBe(400);
  });
});

describe('getCaptionPlaylist', () => {
  it('names the whole file', async () => {
    const { playback, as, params } = await buildPlayback({ captions: [{ language: 'en', label: 'English' }] });
    const { text } = await ask(playback.manifestUrl.replace('main.m3u8', 'captions/en/main.m3u8'), as);
    expect(text).toContain('#EXT-X-TARGETDURATION:400\n');
    expect(readUrls(text)).toEqual([playback.captions[0]?.url]);
    const missing = await service.call(contract.getCaptionPlaylist, { as, params: { ...params, language: 'ru' } });
    expect([missing.status, missing.body.code]).toEqual([404, 'caption.not_found']);
  });
});

describe('getStoryboard', () => {
  it('names the pictures on their sheets', async () => {
    const storyboard = { width: 160, height: 90, columns: 4, rows: 2, intervalSeconds: 5, count: 10 };
    const { playback, as, encoding } = await buildPlayback({ encoding: { storyboard, durationSeconds: 48 } });
    const { text, headers } = await ask(playback.storyboard?.url ?? '', as);
    expect(headers.get('content-type')).toContain('text/vtt');
    const cues = [...text.matchAll(/^(\S+) --> (\S+)\n(\S+)#xywh=(\S+)$/gm)];
    expect(cues.map(([, from, , , xywh]) => `${from} ${xywh}`)).toEqual([
      '00:00:00.000 0,0,160,90',
      '00:00:05.000 160,0,160,90',
      '00:00:10.000 320,0,160,90',
      '00:00:15.000 480,0,160,90',
      '00:00:20.000 0,90,160,90',
      '00:00:25.000 160,90,160,90',
      '00:00:30.000 320,90,160,90',
      '00:00:35.000 480,90,160,90',
      '00:00:40.000 0,0,160,90',
      '00:00:45.000 160,0,160,90',
    ]);
    expect(cues.at(-1)?.[2]).toBe('00:00:48.000');
    expect(cues.at(-1)?.[3]).toContain(`/${encoding.id}/storyboard/1.jpg?`);
  });

  it('has no cue where there are no pictures', async () => {
    const { params, as } = await buildPlayback();
    const { status, text } = await service.call(contract.getStoryboard, { as, params });
    expect([status, text]).toEqual([200, 'WEBVTT\n']);
  });
});

describe('getKey', () => {
  const play = async (segments = segmentsOf4s(100)) => {
    const built = await buildPlayback({ segments });
    const { as, params } = built;
    return { ...built, getKey: (stretch: number) => service.call(contract.getKey, { as, params: { ...params, stretch } }) };
  };

  it('gives sixteen bytes that nobody keeps, and notes the stretch', async () => {
    const { getKey, masterKey, playback } = await play();
    const { status, headers, body } = await getKey(6);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/octet-stream' });
    expect(body).toEqual(toStretchKey(masterKey, 6));
    await getKey(0);
    await getKey(6);
    expect((await findRow(playback.id)).stretches).toEqual([6, 0]);
  });

  it('notes each of many stretches once that are asked for at once', async () => {
    const { getKey, playback } = await play();
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6].map(getKey));
    expect((await findRow(playback.id)).stretches.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('writes that somebody is there every twenty seconds, not each time', async () => {
    const { getKey, playback } = await play();
    await getKey(0);
    const { lastSeenAt } = await findRow(playback.id);
    service.clock.advance(15_000);
    await getKey(0);
    expect((await findRow(playback.id)).lastSeenAt).toEqual(lastSeenAt);
    service.clock.advance(15_000);
    await getKey(0);
    expect((await findRow(playback.id)).lastSeenAt.getTime()).toBeGreaterThanOrEqual(lastSeenAt.getTime() + 29_000);
  });

  it('answers 404 to a stretch behind the end, and 400 to what is none', async () => {
    const { getKey } = await play(segmentsOf4s(16));
    expect((await getKey(1)).status).toBe(200);
    expect((await getKey(2)).body.code).toBe('playback.key_not_found');
    expect((await getKey(-1)).status).toBe(400);
  });
});

describe('what a playback gives', () => {
  const addresses = async (as = asUser()) => {
    const built = await buildPlayback({ as, captions: [{}] });
    const base = built.playback.manifestUrl.replace('main.m3u8', '');
    const paths = ['main.m3u8', 'renditions/480/main.m3u8', 'captions/ru/main.m3u8', 'storyboard.vtt', 'keys/0'];
    return { ...built, urls: paths.map((path) => base + path) };
  };
  const codes = async (urls: readonly string[], as?: Parameters<typeof ask>[1]) =>
    (await Promise.all(urls.map((url) => ask(url, as)))).map(({ status, code }) => `${status} ${code}`);
  const all = (answer: string) => Array.from({ length: 5 }, () => answer);

  it('is for its person alone', async () => {
    const { urls } = await addresses();
    expect(await codes(urls)).toEqual(all('401 auth.required'));
    expect(await codes(urls, asUser())).toEqual(all('404 playback.not_found'));
    expect(await codes(urls, asAdmin())).toEqual(all('404 playback.not_found'));
    expect(await codes(urls, asUser({ space: 'elsewhere' }))).toEqual(all('404 playback.not_found'));
  });

  it('is not for the same person of another space', async () => {
    const { urls, as } = await addresses();
    expect(await codes(urls, { ...as, space: 'elsewhere' })).toEqual(all('404 playback.not_found'));
  });

  it('ends with its time', async () => {
    const { urls, as, playback } = await addresses();
    service.clock.advance(Date.parse(playback.expiresAt) - Date.parse(playback.startedAt));
    expect(await codes(urls, as)).toEqual(all('410 playback.ended'));
  });

  it('ends with the person’s wish', async () => {
    const { urls, as, params } = await addresses();
    await service.call(contract.endPlayback, { as, params });
    expect(await codes(urls, as)).toEqual(all('410 playback.ended'));
  });
});
