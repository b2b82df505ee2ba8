import type { Page } from './mail-page-frame.ts';
import type { Message } from './message.ts';

/** No scripts, no forms, nothing from the network; links open in a tab of their own. */
const policy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** The HTML body of a message as a page that can do nothing. The policy holds it even when opened by itself. */
export function mailBodyPage({ html }: Message): Page {
  return { body: `<!doctype html><base target="_blank">${html}`, policy };
}
