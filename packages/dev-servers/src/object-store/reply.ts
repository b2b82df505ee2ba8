import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readContent } from './disk/object-file.ts';
import type { S3Error } from './s3-error.ts';
import { element, renderXml, type XmlNode } from './xml.ts';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: XmlNode;
  /** A piece of an object file. The descriptor is closed by whoever sends the reply. */
  readonly content?: { readonly fd: number; readonly start: number; readonly length: number };
}

/** How much of a body nobody wants is read so that its client sees the answer; a longer one ends the connection. */
const drainBytes = 16 * 1024 * 1024;

/** The error document of S3. */
export function errorReply({ code, status, message, headers, details }: S3Error, resource: string, requestId: string): Reply {
  const fields = { Code: code, Message: message, ...details, Resource: resource, RequestId: requestId };
  const elements = Object.entries(fields).map(([name, value]) => element(name, value));
  return { status, headers, xml: element('Error', elements) };
}

/** Ends when the reply was handed to the network. Throws when the client is gone. */
export async function sendReply(message: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  drain(message);
  const body = reply.xml && Buffer.from(renderXml(reply.xml));
  const content = reply.content && readContent(reply.content.fd, reply.content.start, reply.content.length);
  const hasLength = reply.status !== 204 && reply.status !== 304;
  response.writeHead(reply.status, {
    ...(body && { 'content-type': 'application/xml' }),
    ...(hasLength && { 'content-length': body?.length ?? 0 }),
    ...reply.headers,
  });
  if (content) await pipeline(content, response);
  else response.end(body);
}

/** A connection closed over unread bytes is reset, and the client may lose the answer with it. */
function drain(message: IncomingMessage): void {
  if (message.complete) return;
  let left = drainBytes;
  message.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) message.destroy();
  });
}
