import type { SocketContract } from '@lyceum/contracts/define/socket';
import type { RawData, WebSocket } from 'ws';
import type { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { SocketSides } from './socket-route.ts';
import { closeSocket } from './sockets.ts';

/** Bytes that a client has not taken; one that has more to take is too slow. */
const maxWaitingBytes = 65_536;

/** Of RFC 6455 7.4.1. */
const codes = { normal: 1000, unsupportedData: 1003, policyViolation: 1008, internalError: 1011 } as const;

interface Running {
  readonly socket: WebSocket;
  readonly sides: SocketSides<SocketContract>;
  readonly contract: SocketContract;
  readonly ending: AbortController;
  /** False once the client may have nothing more. */
  readonly isAuthorized: () => boolean;
  readonly heartbeatMs: number;
}

/** Carries what both sides say until one of them ends. `onFault` gets what is no problem of a contract. */
export function runSocket(
  { socket, sides, contract, ending, isAuthorized, heartbeatMs }: Running,
  onFault: (error: unknown) => void,
): void {
  let isAlive = true;
  const takeToken = createBucket(contract.perSecond);

  const end = (code: number, reason = '') => {
    ending.abort();
    closeSocket(socket, code, reason);
  };
  const endWith = (error: unknown) => {
    if (ending.signal.aborted) return;
    if (error instanceof DomainError) end(codes.policyViolation, error.problem.code);
    else {
      onFault(error);
      end(codes.internalError);
    }
  };

  const heartbeat = setInterval(() => {
    if (!isAuthorized()) end(codes.policyViolation, 'auth.token_invalid');
    else if (!isAlive) socket.terminate();
    else {
      isAlive = false;
      socket.ping();
    }
  }, heartbeatMs);
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('close', () => {
    clearInterval(heartbeat);
    ending.abort();
    // It may be in the middle of a wait; nobody hears what it says after that.
    sides.events.return(undefined).catch(() => undefined);
  });

  async function send(): Promise<void> {
    for await (const event of sides.events) {
      if (ending.signal.aborted) return;
      if (!isAuthorized()) {
        end(codes.policyViolation, 'auth.token_invalid');
        return;
      }
      if (socket.bufferedAmount > maxWaitingBytes) socket.terminate();
      else socket.send(JSON.stringify(contract.outgoing.parse(event)));
    }
    if (!ending.signal.aborted) end(codes.normal);
  }

  let received = Promise.resolve();
  function receive(data: RawData, isBinary: boolean): void {
    if (ending.signal.aborted) return;
    if (isBinary) end(codes.unsupportedData);
    else if (!takeToken() || !isAuthorized()) end(codes.policyViolation);
    else {
      const message = parseMessage(contract.incoming, String(data));
      if (!message) end(codes.policyViolation);
      else received = received.then(() => sides.receive(message.data)).catch(endWith);
    }
  }

  socket.on('message', receive);
  send().catch(endWith);
}

/** Undefined of what the contract does not take. */
function parseMessage<Type extends z.ZodType>(type: Type, text: string): { data: z.output<Type> } | undefined {
  try {
    const { success, data } = type.safeParse(JSON.parse(text));
    return success ? { data } : undefined;
  } catch {
    return undefined; // it is not JSON
  }
}

/** So many a second; after a silence twice as many at once, since networks deliver in bursts. */
function createBucket(perSecond: number): () => boolean {
  let tokens = perSecond * 2;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(tokens + ((now - filledAt) / 1000) * perSecond, perSecond * 2);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
