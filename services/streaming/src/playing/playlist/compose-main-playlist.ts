import type { RenditionRow } from '../../processing/encoding/rendition.entity.ts';

type Rendition = Omit<RenditionRow, 'id' | 'encodingId' | 'segments'>;

interface Caption {
  readonly language: string;
  readonly label: string;
}

interface MainPlaylist {
  readonly renditions: readonly Rendition[];
  readonly captions: readonly Caption[];
  readonly toRenditionUrl: (name: string) => string;
  readonly toCaptionUrl: (language: string) => string;
}

/**
 * The playlist that names all others (RFC 8216, 4.3.4). Qualities come by their rate, the sound alone comes last; what is not made
 * yet is absent.
 */
export function composeMainPlaylist({ renditions, captions, toRenditionUrl, toCaptionUrl }: MainPlaylist): string {
  const audio = renditions.find(({ kind }) => kind === 'audio');
  const pictures = renditions.filter(({ kind }) => kind === 'video').toSorted((one, other) => one.bandwidth - other.bandwidth);
  const groups = [...(audio ? ['AUDIO="audio"'] : []), ...(captions.length > 0 ? ['SUBTITLES="captions"'] : [])];
  const variants = pictures.flatMap((picture) => [
    toStreamInf([...toRates([picture, audio]), ...toPicture(picture), ...groups]),
    toRenditionUrl(picture.name),
  ]);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(audio ? [toAudioGroup(toRenditionUrl(audio.name))] : []),
    ...toCaptionGroup(captions, toCaptionUrl),
    ...variants,
    ...(audio ? [toStreamInf([...toRates([audio]), ...groups]), toRenditionUrl(audio.name)] : []),
    '',
  ].join('\n');
}

const toStreamInf = (attributes: readonly string[]) => `#EXT-X-STREAM-INF:${attributes.join(',')}`;

function toRates(parts: readonly (Rendition | undefined)[]): string[] {
  const present = parts.filter((part) => part !== undefined);
  const sum = (rates: readonly number[]) => rates.reduce((total, rate) => total + rate, 0);
  return [
    `BANDWIDTH=${sum(present.map(({ bandwidth }) => bandwidth))}`,
    `AVERAGE-BANDWIDTH=${sum(present.map(({ averageBandwidth }) => averageBandwidth))}`,
    `CODECS=${quote(present.map(({ codec }) => codec).join(','))}`,
  ];
}

const toPicture = ({ width, height, frameRate }: Rendition) => [
  ...(width === null || height === null ? [] : [`RESOLUTION=${width}x${height}`]),
  ...(frameRate === null ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
];

const toAudioGroup = (url: string) =>
  `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,URI=${quote(url)}`;

/** Names are unique within a group. */
function toCaptionGroup(captions: readonly Caption[], toUrl: (language: string) => string): string[] {
  return captions.map(({ language, label }) => {
    const isShared = captions.filter((one) => one.label === label).length > 1;
    const name = quote(isShared ? `${label} (${language})` : label);
    return `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME=${name},LANGUAGE="${language}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=${quote(toUrl(language))}`;
  });
}

/** A quoted string holds neither quotation marks nor breaks (RFC 8216, 4.2). */
const quote = (text: string) => `"${text.replace(/"/g, '’').replace(/[\r\n]+/g, ' ')}"`;
