import type { Permission } from '@lyceum/contracts/define/permission';
import type { ServiceName } from '@lyceum/contracts/services';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { AccessClaims } from './auth.ts';
import type { Logger } from './log.ts';

/** The only clock of domain code; tests set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** For whom, where and in which language something is done. */
export interface Context {
  /** Who asks; null for an anonymous request, an event or a job. */
  readonly actor: Actor | null;
  /** Id of the account in whose turn it is done: of the actor, or of whoever enqueued the job. */
  readonly person: string | null;
  /** The tenant whose rows are seen. */
  readonly space: string;
  readonly locale: Locale;
  readonly requestId: string;
  readonly log: Logger;
  now(): Date;
}

/** Whoever an access token speaks for, or for whom a service asks with a token of its own. */
export interface Actor {
  readonly id: string;
  /** The service that asks for the person; null when the person asks. Then `can` is about the service. */
  readonly service: ServiceName | null;
  readonly space: string;
  readonly sessionId: string;
  readonly roles: AccessClaims['roles'];
  readonly locale: AccessClaims['locale'];
  /** Unix seconds. */
  readonly expiresAt: number;
  can(permission: Permission): boolean;
}
