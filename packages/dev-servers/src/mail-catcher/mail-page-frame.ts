import { createHash } from 'node:crypto';
import type { Language } from './mail-page-texts.ts';

export interface Page {
  readonly body: string;
  /** The Content-Security-Policy it is sent with. */
  readonly policy: string;
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
header, .line { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap }
header h1 { flex: 1; font-size: 1.4rem; margin: 0 }
ul { list-style: none; padding: 0 } li { border-top: 1px solid #8884; padding: .6rem 0 }
.line a { flex: 1; font-weight: 600; overflow-wrap: anywhere }
small, dt { opacity: .7 } dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dd { margin: 0; overflow-wrap: anywhere }
iframe { width: 100%; height: 60vh; border: 1px solid #8884; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; padding: 1rem }
button { font: inherit }
`;

/** Deletes, and shows a message as soon as it arrives: `data-newest` is the id of the newest one on the page. */
const script = `
for (const button of document.querySelectorAll('button[data-delete]')) {
  button.addEventListener('click', async () => {
    await fetch(button.dataset.delete, { method: 'DELETE' });
    location.href = '/';
  });
}
const { newest } = document.body.dataset;
if (newest !== undefined) {
  let response;
  do response = await fetch('/api/messages/wait?timeout=60000&after=' + encodeURIComponent(newest));
  while (response.status === 404);
  if (response.ok) location.reload();
}
`;

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${hash(script)}`,
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page around `content`. With `newest` it loads itself again when a newer message arrives. */
export function framePage(title: string, language: Language, content: string, newest?: string): Page {
  const body = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body${newest ? ` data-newest="${newest}"` : ''}>${content}<script type="module">${script}</script></body></html>`;
  return { body, policy };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
