import type { RenditionRow } from '../encoding/rendition.entity.ts';
import { type FrameRate, toNumber } from '../probe/frame-rate.ts';
import type { Rung } from './choose-rungs.ts';
import { audioCodec } from './ladder-arguments.ts';
import type { MadeRendition } from './publish-segments.ts';

type Facts = Omit<RenditionRow, 'id' | 'encodingId'>;

/** What is kept of a rendition; `rung` is undefined for the sound. */
export function toRenditionRow(made: MadeRendition, rung: Rung | undefined, frameRate: FrameRate): Facts {
  const rates = made.segments.map(([seconds, bytes]) => (bytes * 8) / Math.max(seconds, 0.5));
  const bits = made.segments.reduce((sum, [, bytes]) => sum + bytes * 8, 0);
  const seconds = made.segments.reduce((sum, [length]) => sum + length, 0);
  const shared = {
    name: made.name,
    segments: made.segments,
    bandwidth: Math.ceil(Math.max(...rates)),
    averageBandwidth: Math.ceil(bits / Math.max(seconds, 0.5)),
  };
  if (!rung) return { ...shared, kind: 'audio', width: null, height: null, frameRate: null, codec: audioCodec };
  const { width, height } = rung;
  return { ...shared, kind: 'video', width, height, frameRate: toNumber(frameRate), codec: toCodec(made.init) };
}

/** Profile, constraints and level of H.264, as the initialisation has them (ISO/IEC 14496-15, AVCDecoderConfigurationRecord). */
function toCodec(init: Uint8Array): string {
  const bytes = Buffer.from(init);
  const at = bytes.indexOf('avcC');
  if (at < 0) throw new Error('the initialisation has no avcC');
  return `avc1.${bytes.subarray(at + 5, at + 8).toString('hex')}`;
}
