import { escapeHtml, framePage, type Page } from './mail-page-frame.ts';
import { type Language, mailPageTexts } from './mail-page-texts.ts';
import type { Message, MessageSummary } from './message.ts';

export function listPage(messages: readonly MessageSummary[], language: Language): Page {
  const text = mailPageTexts[language];
  const items = messages.map(
    (each) => `<li><div class="line"><a href="/messages/${each.id}">${escapeHtml(each.subject || text.noSubject)}</a>
<small><time>${escapeHtml(localTime(each.receivedAt, language))}</time></small></div>
<small>${escapeHtml(each.from.address)} → ${escapeHtml(each.recipients.join(', '))}</small></li>`,
  );
  const list = items.length > 0 ? `<ul>${items.join('\n')}</ul>` : `<p>${text.empty}</p>`;
  const button = items.length > 0 ? `<button data-delete="/api/messages">${text.deleteAll}</button>` : '';
  const newest = messages[0]?.id ?? new Date(0).toISOString();
  return framePage(text.title, language, `<header><h1>${text.title}</h1>${button}</header><p>${text.hint}</p>${list}`, newest);
}

export function messagePage(message: Message, language: Language): Page {
  const text = mailPageTexts[language];
  const api = `/api/messages/${message.id}`;
  const subject = message.subject || text.noSubject;
  const attachments = message.attachments.map(
    ({ filename, size }, index) =>
      `<a href="${api}/attachments/${index}">${escapeHtml(filename || String(index))}</a> (${size} ${text.bytes})`,
  );
  const facts: [string, string][] = [
    [text.from, escapeHtml(`${message.from.name} <${message.from.address}>`.trim())],
    [text.to, escapeHtml(message.recipients.join(', '))],
    [text.received, escapeHtml(localTime(message.receivedAt, language))],
    ...(attachments.length > 0 ? [[text.attachments, attachments.join(', ')] satisfies [string, string]] : []),
  ];
  const html = message.html
    ? `<iframe title="${escapeHtml(subject)}" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${api}/html"></iframe>`
    : '';
  const plain = message.text
    ? `<details${message.html ? '' : ' open'}><summary>${text.text}</summary><pre>${escapeHtml(message.text)}</pre></details>`
    : '';
  return framePage(
    subject,
    language,
    `<p><a href="/">← ${text.back}</a></p><header><h1>${escapeHtml(subject)}</h1><a href="${api}/raw">${text.source}</a>
<button data-delete="${api}">${text.delete}</button></header>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>${html}${plain}`,
  );
}

function localTime(iso: string, language: Language): string {
  return new Date(iso).toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
