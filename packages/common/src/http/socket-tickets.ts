import { createHash, randomBytes } from 'node:crypto';
import type { SocketContract } from '@lyceum/contracts/define/socket';
import { locale, spaceId } from '@lyceum/contracts/shared/fields';
import { roles } from '@lyceum/contracts/shared/roles';
import { z } from 'zod';
import { mountPath } from '../client.ts';
import type { Actor, Context } from '../context.ts';
import type { Redis } from '../redis.ts';

const ticketSeconds = 30;

const holder = z.object({
  address: z.string(),
  id: z.uuid(),
  space: spaceId,
  sessionId: z.uuid(),
  roles: z.array(z.enum(roles)),
  locale,
  expiresAt: z.int(),
});

export interface SocketTicket {
  /** With the ticket, below the address of the platform. */
  readonly path: string;
  readonly expiresAt: string;
}

export interface SocketTickets {
  /** For the person of an access token, and for this address alone. Rejects while Redis is away. */
  issue<Socket extends SocketContract>(
    contract: Socket,
    params: Readonly<Record<string, string>>,
    actor: Actor,
    ctx: Context,
  ): Promise<SocketTicket>;
  /** Whose it is, once; undefined when it is unknown, used, expired or of another address. */
  take(ticket: string, address: string): Promise<Actor | undefined>;
}

/** Browsers send no headers with a WebSocket, so a ticket in its address speaks for the access token by which it was asked for. */
export function createSocketTickets(redis: Redis, prefix: string): SocketTickets {
  // Redis knows no ticket that could be used.
  const toKey = (ticket: string) => `${prefix}:socket-ticket:${createHash('sha256').update(ticket).digest('base64url')}`;
  return {
    async issue(contract, params, actor, ctx) {
      const address = mountPath(contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? '')));
      const ticket = randomBytes(32).toString('base64url');
      const { id, space, sessionId, roles: held, locale: spoken, expiresAt } = actor;
      const value: z.input<typeof holder> = { address, id, space, sessionId, roles: held, locale: spoken, expiresAt };
      await redis.set(toKey(ticket), JSON.stringify(value), 'EX', ticketSeconds);
      return {
        path: `/s/${space}${address}?ticket=${ticket}`,
        expiresAt: new Date(ctx.now().getTime() + ticketSeconds * 1000).toISOString(),
      };
    },
    async take(ticket, address) {
      const value = await redis.getdel(toKey(ticket));
      if (value === null) return undefined;
      const found = holder.parse(JSON.parse(value));
      if (found.address !== address) return undefined;
      return { ...found, service: null, can: ({ roles: allowed }) => found.roles.some((role) => allowed.includes(role)) };
    },
  };
}
