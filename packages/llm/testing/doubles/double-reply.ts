import type { ServerResponse } from 'node:http';
import type { DoubleMode } from './double-mode.ts';

/** What a double answers: JSON, server-sent events, or no body at all. */
export interface DoubleReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Texts are sent as they are, anything else as JSON. */
  readonly events?: readonly unknown[];
}

/** Sends a reply the way the mode wants it. `ended` is called before the last byte leaves. */
export async function sendReply(
  response: ServerResponse,
  reply: DoubleReply,
  mode: DoubleMode,
  ended: () => void,
): Promise<void> {
  const { status, headers = {}, body, events } = reply;
  const type = events ? 'text/event-stream' : body === undefined ? undefined : 'application/json; charset=utf-8';
  response.writeHead(status, { ...(type && { 'content-type': type }), ...headers }).flushHeaders();
  const pieces = getPieces(reply).map((piece) => Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  switch (mode.mode) {
    case 'stall':
      return write(response, bytes.subarray(0, bytes.length / 2));
    case 'reset':
      await write(response, bytes.subarray(0, bytes.length / 2));
      return reset(response);
    case 'slice':
      return writeAll(response, slices(bytes, mode.bytes), ended);
    case 'paced':
      return writeAll(response, slices(bytes, Math.ceil(bytes.length / (mode.after.length + 1))), ended, mode.after);
    default:
      return writeAll(response, pieces, ended);
  }
}

/** Ends the connection as a crash of the server does. */
export function reset({ socket }: ServerResponse): void {
  // A TLS socket has no reset of its own.
  if (socket && 'encrypted' in socket) socket.destroy();
  else socket?.resetAndDestroy();
}

function getPieces({ body, events }: DoubleReply): string[] {
  if (events) return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
  return body === undefined ? [] : [JSON.stringify(body)];
}

function slices(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

async function writeAll(
  response: ServerResponse,
  pieces: readonly Buffer[],
  ended: () => void,
  after: readonly Promise<unknown>[] = [],
): Promise<void> {
  for (const [index, piece] of pieces.slice(0, -1).entries()) {
    if (response.destroyed) return;
    await write(response, piece);
    await after[index];
  }
  ended();
  response.end(pieces.at(-1));
}

function write(response: ServerResponse, piece: Buffer): Promise<void> {
  // The next turn of the loop, so that a client in this process reads piece by piece. An error means that it has left.
  return new Promise((resolve) => response.write(piece, () => setImmediate(resolve)));
}
