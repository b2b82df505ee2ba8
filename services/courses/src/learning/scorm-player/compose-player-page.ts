import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { playerWords } from './player-words.ts';

interface Shown extends Pick<ScormContent, 'edition'> {
  readonly lessonId: string;
  readonly enrolmentId: string | null;
}

/** The page that a package runs in, with the run-time it looks for; its addresses are relative to its own, which ends with `/`. */
export function composePlayerPage({ edition, lessonId, enrolmentId }: Shown, locale: Locale): string {
  const { title, noScripts, ...words } = playerWords[locale];
  // What this browser could not send is sent by the next page of the same learner and lesson.
  const given = { edition, words, key: enrolmentId === null ? null : `${enrolmentId} ${lessonId}` };
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    '<link rel="icon" href="data:,">',
    `<title>${title}</title><link rel="stylesheet" href="player/player.css">`,
    `<script src="player/run-time-${edition}.js"></script><script type="module" src="player/player.js"></script></head><body>`,
    `<iframe id="package" title="${title}" allow="autoplay; fullscreen"></iframe>`,
    `<p id="status" role="status">${words.loading}</p><noscript><p>${noScripts}</p></noscript>`,
    `<script type="application/json" id="launch">${toScript(given)}</script></body></html>`,
  ].join('\n');
}

/** JSON that ends no script. */
function toScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
