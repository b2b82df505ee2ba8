import type { Ffmpeg } from '../ffmpeg/create-ffmpeg.ts';
import { toInput } from '../ffmpeg/create-ffmpeg.ts';

/** LUFS, as players of the web expect it. */
const target = -16;
/** Below it there is only noise, which is left as it is. */
const silence = -60;
const maxGain = 20;

type Work = Omit<Parameters<Ffmpeg['run']>[1], 'refusal' | 'verbose'>;

/** Decibels by which the sound is made louder or, below 0, softer (EBU R 128). */
export async function measureGain(ffmpeg: Ffmpeg, path: string, sound: number, work: Work): Promise<number> {
  const filter = `[0:${sound}]aformat=channel_layouts=stereo:sample_rates=48000,ebur128=framelog=verbose[out]`;
  const args = [...toInput(path, ['-vn']), '-filter_complex', filter, '-map', '[out]', '-f', 'null', '-'];
  const said = await ffmpeg.run(args, { ...work, refusal: 'damaged', verbose: true });
  const measured = Number([...said.matchAll(/^ +I: +(-?[\d.]+) LUFS$/gm)].at(-1)?.[1] ?? Number.NaN);
  if (!(measured > silence)) return 0;
  return Math.round(Math.max(-maxGain, Math.min(maxGain, target - measured)) * 10) / 10;
}
