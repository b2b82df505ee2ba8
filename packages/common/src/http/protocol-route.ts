import type { Request, Response } from 'express';
import type { Actor, Context } from '../context.ts';
import type { Access, OwnTransactions } from './route.ts';

/** As Express has them. */
export type ProtocolRequest = Request;
export type ProtocolResponse = Response;

export interface ProtocolInput extends OwnTransactions {
  readonly ctx: Context;
  readonly actor: Actor;
}

/** A protocol that a library speaks, with methods, headers and bodies of its own: everything below one path. */
export interface ProtocolRoute {
  /** Below `/api/v1`. */
  readonly path: `/${string}`;
  readonly access: Exclude<Access, 'anyone'>;
  /** Answers the request. Of whoever may not call, and of what it throws before it has answered, there is a problem document. */
  readonly handle: (request: Request, response: Response, input: ProtocolInput) => Promise<void>;
}
