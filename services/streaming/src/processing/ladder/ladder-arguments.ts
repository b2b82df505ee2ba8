import { toInput } from '../ffmpeg/create-ffmpeg.ts';
import type { Source } from '../probe/probe-source.ts';
import type { Rung } from './choose-rungs.ts';

export const audioName = 'audio';
export const audioCodec = 'mp4a.40.2';
/** Length of each segment but the last. */
const segmentSeconds = 4;

export interface Ladder {
  readonly rungs: readonly Rung[];
  /** Decibels the sound is changed by; null leaves the sound out. */
  readonly gain: number | null;
  /** Where it ends at the latest. */
  readonly maxSeconds: number;
}

/** Key frames of the picture come every two seconds: segments begin with one, and the storyboard takes every other one. */
const keyFrames = ['-g', '600', '-sc_threshold', '0', '-force_key_frames', 'expr:gte(t,n_forced*2)'];

/** Makes all qualities from one decoding, as HLS in a folder for each: all begin at 0, with the same rate and the same segments. */
export function toLadderArguments(path: string, source: Source, { rungs, gain, maxSeconds }: Ladder): string[] {
  const hasSound = gain !== null && source.sound !== null;
  const filters = [...toPictureFilters(source, rungs), ...(hasSound ? [toSoundFilter(source.sound, gain)] : [])];
  return [
    ...toInput(path),
    ...['-filter_complex', filters.join(';')],
    ...rungs.flatMap((rung, index) => toPictureOptions(rung, index)),
    ...(hasSound ? ['-map', '[sound]', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'] : []),
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-t', String(maxSeconds)],
    ...['-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
    ...['-hls_flags', 'independent_segments+temp_file', '-hls_segment_filename', '%v/%05d.m4s'],
    ...['-var_stream_map', toStreamMap(rungs, hasSound), '%v/index.m3u8'],
  ];
}

function toPictureFilters({ picture, frameRate }: Source, rungs: readonly Rung[]): string[] {
  const steady = `[0:${picture}]fps=${frameRate.frames}/${frameRate.seconds}:start_time=0`;
  const parts = rungs.map((_, index) => `[part${index}]`);
  const scaled = rungs.map(
    ({ width, height }, index) => `[part${index}]scale=${width}:${height},setsar=1,format=yuv420p[picture${index}]`,
  );
  return [`${steady},split=${rungs.length}${parts.join('')}`, ...scaled];
}

const toSoundFilter = (sound: number, gain: number) =>
  `[0:${sound}]aresample=48000:async=1:first_pts=0,aformat=channel_layouts=stereo,volume=${gain}dB,alimiter=limit=0.84:level=disabled[sound]`;

function toPictureOptions({ bitrate }: Rung, index: number): string[] {
  return [
    ...['-map', `[picture${index}]`, `-c:v:${index}`, 'libx264', '-preset', 'veryfast', '-profile:v', 'high', ...keyFrames],
    ...[
      `-b:v:${index}`,
      String(bitrate),
      `-maxrate:v:${index}`,
      String(bitrate * 1.1),
      `-bufsize:v:${index}`,
      String(bitrate * 2),
    ],
  ];
}

function toStreamMap(rungs: readonly Rung[], hasSound: boolean): string {
  const group = hasSound ? ',agroup:sound' : '';
  const pictures = rungs.map(({ name }, index) => `v:${index}${group},name:${name}`);
  return [...(hasSound ? [`a:0,agroup:sound,default:yes,name:${audioName}`] : []), ...pictures].join(' ');
}
