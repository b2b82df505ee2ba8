import type { Locale } from '@lyceum/contracts/shared/fields';
import type { FramedLetter, Link } from './letter.ts';

// Mail programs drop style sheets, so every element carries its own style. The button has a contrast of 8.6 : 1 (WCAG AAA).
const page = 'margin:0;padding:24px;background:#ffffff;color:#1f2328;font:16px/1.5 Arial,Helvetica,sans-serif';
const column = 'max-width:560px;margin:0 auto';
const button =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#0b4f8a;color:#ffffff;font-weight:bold;text-decoration:none';
const small = 'color:#57606a;font-size:14px';
const plainLink = 'color:#0b4f8a';

export function renderHtml(letter: FramedLetter, { subject, locale }: { subject: string; locale: Locale }): string {
  const { greeting, paragraphs, action, remarks, settings, signature } = letter;
  return [
    '<!doctype html>',
    `<html lang="${locale}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(subject)}</title>`,
    '</head>',
    `<body style="${page}">`,
    `<div role="article" lang="${locale}" style="${column}">`,
    ...[greeting, ...paragraphs].map((text) => paragraph(text)),
    ...(action ? [actionLink(action)] : []),
    ...remarks.map((text) => paragraph(text, small)),
    ...(settings ? [smallLink(settings)] : []),
    `<hr style="border:0;border-top:1px solid #d0d7de">`,
    paragraph(signature, small),
    '</div>',
    '</body>',
    '</html>',
  ].join('\n');
}

/** The address is shown too, for programs that show no links and people who want to see where one leads. */
function actionLink({ label, url }: Link): string {
  const address = escapeHtml(url);
  return [
    `<p><a href="${address}" style="${button}">${escapeHtml(label)}</a></p>`,
    `<p style="${small};overflow-wrap:anywhere">${address}</p>`,
  ].join('\n');
}

function smallLink({ label, url }: Link): string {
  const address = escapeHtml(url);
  return `<p style="${small};overflow-wrap:anywhere"><a href="${address}" style="${plainLink}">${escapeHtml(label)}</a><br>${address}</p>`;
}

function paragraph(text: string, style?: string): string {
  return `<p${style ? ` style="${style}"` : ''}>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
