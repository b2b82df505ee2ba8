import { z } from 'zod';
import { mailBodyPage } from './mail-body-page.ts';
import { MailFailure, noSuchMessage } from './mail-failure.ts';
import { listPage, messagePage } from './mail-page.ts';
import type { Page } from './mail-page-frame.ts';
import type { Language } from './mail-page-texts.ts';
import { readAttachment } from './message.ts';
import { idPattern, type MessageStore } from './message-store.ts';

export interface MailRequest {
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  readonly language: Language;
  /** Aborts when the client has gone or the server stops. */
  readonly signal: AbortSignal;
}

export interface MailReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

type Handler = (request: MailRequest) => MailReply | Promise<MailReply>;

const address = z.string().min(1).max(320).optional();
const listQuery = z.strictObject({ to: address, limit: z.coerce.number().int().min(1).max(500).default(50) });
const waitQuery = z.strictObject({
  to: address,
  after: z.union([z.string().regex(idPattern), z.iso.datetime({ offset: true })]).optional(),
  timeout: z.coerce.number().int().min(0).max(120_000).default(30_000),
});

/** What the mail catcher answers, by method and path. */
export function mailRoutes(store: MessageStore): Record<string, Handler> {
  const find = (id = '') => {
    const found = store.find(id);
    if (!found) throw noSuchMessage();
    return found;
  };
  const raw = (id = '') => {
    const found = store.raw(id);
    if (!found) throw noSuchMessage();
    return found;
  };
  return {
    'GET /': ({ query, language }) => html(listPage(store.list(parse(listQuery, query)), language)),
    'GET /messages/:id': ({ params, language }) => html(messagePage(find(params['id']), language)),
    'GET /api/messages': ({ query }) => json({ items: store.list(parse(listQuery, query)) }),
    'GET /api/messages/wait': async ({ query, signal }) => {
      const { to, after, timeout } = parse(waitQuery, query);
      const found = await store.next({ to, after, signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
      if (!found) throw new MailFailure(404, 'mail.none_arrived', 'No such message arrived in time');
      return json(find(found.id));
    },
    'GET /api/messages/:id': ({ params }) => json(find(params['id'])),
    'GET /api/messages/:id/raw': ({ params }) => file(raw(params['id']), 'message/rfc822', `${params['id']}.eml`),
    'GET /api/messages/:id/html': ({ params }) => html(mailBodyPage(find(params['id']))),
    'GET /api/messages/:id/attachments/:index': async ({ params }) => {
      const index = Number(params['index']);
      const described = find(params['id']).attachments[index];
      const content = described && (await readAttachment(raw(params['id']), index));
      if (!content) throw noSuchMessage();
      return file(content, 'application/octet-stream', described.filename || `attachment-${index}`);
    },
    'DELETE /api/messages': () => {
      store.deleteAll();
      return noContent;
    },
    'DELETE /api/messages/:id': ({ params }) => {
      if (!store.delete(params['id'] ?? '')) throw noSuchMessage();
      return noContent;
    },
  };
}

const noContent: MailReply = { status: 204, headers: {}, body: '' };

function parse<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.output<Schema> {
  const result = schema.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MailFailure(400, 'request.invalid', `${issue?.path.join('.') || 'query'}: ${issue?.message ?? 'not valid'}`);
}

function json(value: unknown): MailReply {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

function html({ body, policy }: Page): MailReply {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body };
}

/** Always a download: what came by mail is never shown as a page of ours. */
function file(body: Buffer, type: string, name: string): MailReply {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return { status: 200, headers: { 'content-type': type, 'content-disposition': disposition }, body };
}
