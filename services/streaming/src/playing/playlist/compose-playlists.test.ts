import type { RenditionRow } from '../../processing/encoding/rendition.entity.ts';
import { composeMainPlaylist } from './compose-main-playlist.ts';
import { composeCaptionPlaylist, composeRenditionPlaylist } from './compose-rendition-playlist.ts';

type Attributes = Readonly<Record<string, string>>;

/** An attribute list as RFC 8216, 4.2 has it: names once each, values that are quoted, hexadecimal, numbers, names or sizes. */
function readAttributes(list: string): Attributes {
  const found: Record<string, string> = {};
  let rest = list;
  while (rest !== '') {
    const [all = '', name = '', value = ''] =
      /^([A-Z0-9-]+)=("[^"\r\n]*"|0[xX][0-9A-F]+|\d+x\d+|-?\d+(?:\.\d+)?|[^",\s]+)(?:,|$)/.exec(rest) ?? [];
    if (all === '' || name in found) throw new Error(`not an attribute list: ${list}`);
    found[name] = value;
    rest = rest.slice(all.length);
  }
  return found;
}

/** Lines of a playlist, tags with what stands behind their colon. */
function readLines(playlist: string) {
  if (!playlist.startsWith('#EXTM3U\n') || !playlist.endsWith('\n')) throw new Error('not a playlist');
  return playlist
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, tag, value = ''] = /^(#EXT[A-Z0-9-]+)(?::(.*))?$/.exec(line) ?? [];
      if (line.startsWith('#') && !tag) throw new Error(`not a tag: ${line}`);
      return { tag, value, line };
    });
}

const readTag = (playlist: string, tag: string) =>
  readLines(playlist)
    .filter((line) => line.tag === tag)
    .map(({ value }) => readAttributes(value));

const rendition = (overrides: Partial<RenditionRow>) => ({
  ...{ name: '480', kind: 'video' as const, width: 854, height: 480, frameRate: 30, codec: 'avc1.64001f' },
  ...{ bandwidth: 1_400_000, averageBandwidth: 1_200_000 },
  ...overrides,
});
const sound = rendition({
  ...{ name: 'audio', kind: 'audio', width: null, height: null, frameRate: null, codec: 'mp4a.40.2' },
  ...{ bandwidth: 140_000, averageBandwidth: 128_000 },
});
const high = rendition({
  name: '1080',
  width: 1920,
  height: 1080,
  frameRate: 29.97,
  bandwidth: 5_500_000,
  averageBandwidth: 5_000_000,
});

const compose = (
  renditions: readonly ReturnType<typeof rendition>[],
  captions: readonly { language: string; label: string }[] = [],
) =>
  composeMainPlaylist({
    ...{ renditions, captions },
    toRenditionUrl: (name) => `http://school/${name}.m3u8`,
    toCaptionUrl: (language) => `http://school/captions/${language}.m3u8`,
  });

describe('the main playlist', () => {
  it('gives each quality its rates with the sound, its codecs and its size, and the sound alone comes last', () => {
    const playlist = compose([sound, high, rendition({})]);
    const groups = { AUDIO: '"audio"' };
    expect(readTag(playlist, '#EXT-X-STREAM-INF')).toEqual([
      {
        ...{ BANDWIDTH: '1540000', 'AVERAGE-BANDWIDTH': '1328000', CODECS: '"avc1.64001f,mp4a.40.2"' },
        ...{ RESOLUTION: '854x480', 'FRAME-RATE': '30.000', ...groups },
      },
      {
        ...{ BANDWIDTH: '5640000', 'AVERAGE-BANDWIDTH': '5128000', CODECS: '"avc1.64001f,mp4a.40.2"' },
        ...{ RESOLUTION: '1920x1080', 'FRAME-RATE': '29.970', ...groups },
      },
      { BANDWIDTH: '140000', 'AVERAGE-BANDWIDTH': '128000', CODECS: '"mp4a.40.2"', ...groups },
    ]);
    expect(readTag(playlist, '#EXT-X-MEDIA')).toEqual([
      {
        ...{ TYPE: 'AUDIO', 'GROUP-ID': '"audio"', NAME: '"audio"', DEFAULT: 'YES', AUTOSELECT: 'YES' },
        URI: '"http://school/audio.m3u8"',
      },
    ]);
    const lines = readLines(playlist);
    expect(lines.slice(0, 3).map(({ line }) => line)).toEqual(['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']);
    for (const [index, { tag }] of lines.entries())
      if (tag === '#EXT-X-STREAM-INF') expect(lines[index + 1]?.line).toMatch(/^http:/);
    expect(lines.at(-1)?.line).toBe('http://school/audio.m3u8');
  });

  it('has no group of what is not there', () => {
    const playlist = compose([rendition({})]);
    expect(readTag(playlist, '#EXT-X-MEDIA')).toEqual([]);
    expect(readTag(playlist, '#EXT-X-STREAM-INF')[0]).not.toHaveProperty('AUDIO');
    expect(readTag(playlist, '#EXT-X-STREAM-INF')[0]).toMatchObject({ BANDWIDTH: '1400000', CODECS: '"avc1.64001f"' });
  });

  it('names captions once each, whatever they are called', () => {
    const playlist = compose(
      [rendition({}), sound],
      [
        { language: 'en', label: 'Same' },
        { language: 'de', label: 'Same' },
        { language: 'ru', label: 'Русские "полные",URI="http://evil"' },
      ],
    );
    const captions = readTag(playlist, '#EXT-X-MEDIA').filter(({ TYPE }) => TYPE === 'SUBTITLES');
    expect(captions.map(({ NAME, LANGUAGE, URI }) => [NAME, LANGUAGE, URI])).toEqual([
      ['"Same (en)"', '"en"', '"http://school/captions/en.m3u8"'],
      ['"Same (de)"', '"de"', '"http://school/captions/de.m3u8"'],
      ['"Русские ’полные’,URI=’http://evil’"', '"ru"', '"http://school/captions/ru.m3u8"'],
    ]);
    for (const variant of readTag(playlist, '#EXT-X-STREAM-INF')) expect(variant['SUBTITLES']).toBe('"captions"');
  });
});

const composeRendition = (seconds: readonly number[]) =>
  composeRenditionPlaylist({
    ...{ seconds, initUrl: 'http://store/init.mp4' },
    toSegmentUrl: (segment) => `http://store/${segment}.m4s`,
    toKeyUrl: (segment) => `http://school/keys/${Math.floor(segment / 15)}`,
    toIv: (segment) => Buffer.alloc(16, 0xab + segment),
  });

describe('the playlist of a quality', () => {
  it('keeps the rules of a playlist that has an end', async () => {
    const seconds = [4, 4.004, 4.6, 0.5];
    const playlist = await composeRendition(seconds);
    const lines = readLines(playlist);
    const tags = lines.map(({ tag }) => tag ?? 'address');
    const segment = ['#EXT-X-KEY', '#EXTINF', 'address'];
    expect(tags).toEqual([
      ...['#EXTM3U', '#EXT-X-VERSION', '#EXT-X-TARGETDURATION', '#EXT-X-MEDIA-SEQUENCE', '#EXT-X-PLAYLIST-TYPE'],
      ...['#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-MAP', ...segment, ...segment, ...segment, ...segment, '#EXT-X-ENDLIST'],
    ]);
    const target = Number(lines.find(({ tag }) => tag === '#EXT-X-TARGETDURATION')?.value);
    for (const length of seconds) expect(Math.round(length)).toBeLessThanOrEqual(target);
    expect(lines.filter(({ tag }) => tag === '#EXTINF').map(({ value }) => value)).toEqual([
      ...['4.000000,', '4.004000,', '4.600000,', '0.500000,'],
    ]);
    expect(readTag(playlist, '#EXT-X-KEY').map(({ METHOD, IV }) => [METHOD, IV?.length])).toEqual(
      seconds.map(() => ['AES-128', 34]),
    );
  });

  it('lets others have their turn while eight hours are composed', async () => {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const playlist = await composeRendition(Array.from({ length: 7_200 }, () => 4));
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(71);
    expect(readLines(playlist).filter(({ tag }) => tag === '#EXTINF')).toHaveLength(7_200);
  });
});

it('the playlist of captions is one file as long as the video', () => {
  const tags = readLines(composeCaptionPlaylist(61.2, 'http://store/ru.vtt'));
  expect(tags.map(({ line }) => line)).toEqual([
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:62', '#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD'],
    ...['#EXT-X-INDEPENDENT-SEGMENTS', '#EXTINF:61.200000,', 'http://store/ru.vtt', '#EXT-X-ENDLIST'],
  ]);
});
