import type { FramedLetter } from './letter.ts';

export function renderText({ greeting, paragraphs, action, remarks, signature }: FramedLetter): string {
  const link = action ? [`${action.label}:\n${action.url}`] : [];
  // "-- " on a line of its own begins the signature (RFC 3676, 4.3).
  return [greeting, ...paragraphs, ...link, ...remarks, `-- \n${signature}`].join('\n\n');
}
