import type { z } from 'zod';

/** A fact other services may react to. Names read `<service>.<noun>-<past participle>.v<n>`. */
export interface EventContract<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly name: Name;
  readonly schema: Schema;
}

export type EventPayload<Event extends EventContract> = z.output<Event['schema']>;

/** Consumers ignore fields they do not know; a breaking change is a new event with the next `.v<n>`. */
export function defineEvent<Name extends `${string}.${string}-${string}.v${number}`, Schema extends z.ZodType>(
  name: Name,
  schema: Schema,
): EventContract<Name, Schema> {
  return { name, schema };
}
