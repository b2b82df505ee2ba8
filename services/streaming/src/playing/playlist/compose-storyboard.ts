import type { StoryboardLayout } from '../../processing/encoding/encoding.entity.ts';

/** WebVTT whose cues name the pictures on their sheets; without cues where there are no pictures. */
export function composeStoryboard(
  layout: StoryboardLayout | null,
  durationSeconds: number,
  toSheetUrl: (sheet: number) => string,
): string {
  if (!layout) return 'WEBVTT\n';
  const { width, height, columns, rows, intervalSeconds, count } = layout;
  const perSheet = columns * rows;
  const sheets = Array.from({ length: Math.ceil(count / perSheet) }, (_, sheet) => toSheetUrl(sheet));
  const cues = Array.from({ length: count }, (_, picture) => {
    const place = picture % perSheet;
    const x = (place % columns) * width;
    const y = Math.floor(place / columns) * height;
    const from = picture * intervalSeconds;
    const to = Math.min(from + intervalSeconds, durationSeconds);
    const url = sheets[Math.floor(picture / perSheet)] ?? '';
    return { from, to, text: `${url}#xywh=${x},${y},${width},${height}` };
  });
  const shown = cues.filter(({ from, to }) => to > from);
  return ['WEBVTT', ...shown.map(({ from, to, text }) => `${toTime(from)} --> ${toTime(to)}\n${text}`), ''].join('\n\n');
}

/** `01:02:03.004` */
function toTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (divisor: number, size: number, digits = 2) =>
    String(Math.floor(milliseconds / divisor) % size).padStart(digits, '0');
  return `${part(3_600_000, 100)}:${part(60_000, 60)}:${part(1_000, 60)}.${part(1, 1_000, 3)}`;
}
