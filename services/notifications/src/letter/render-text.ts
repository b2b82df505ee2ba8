import type { FramedLetter, Link } from './letter.ts';

export function renderText({ greeting, paragraphs, action, remarks, settings, signature }: FramedLetter): string {
  const write = (link: Link | undefined) => (link ? [`${link.label}:\n${link.url}`] : []);
  // "-- " on a line of its own begins the signature (RFC 3676, 4.3).
  return [greeting, ...paragraphs, ...write(action), ...remarks, ...write(settings), `-- \n${signature}`].join('\n\n');
}
