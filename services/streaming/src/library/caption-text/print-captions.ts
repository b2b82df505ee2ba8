interface Cue {
  readonly from: number;
  readonly to: number;
  readonly markup: string;
}

/** Writes cleaned cues as WebVTT. */
export function printCaptions(cues: readonly Cue[]): string {
  const blocks = cues.map(({ from, to, markup }) => `${printTime(from)} --> ${printTime(to)}\n${markup}\n`);
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

function printTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const whole = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
}
