import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { type Locale, spaceId } from '@lyceum/contracts/shared/fields';
import { type Role, roles } from '@lyceum/contracts/shared/roles';
import type { Request } from 'express';
import { z } from 'zod';
import { fail } from '../errors.ts';

/** The person for whom a service asks another one, and where. */
export interface OnBehalf {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly space: string;
  readonly locale: Locale;
  readonly requestId: string;
}

const personHeader = 'x-lyceum-person';
const rolesHeader = 'x-lyceum-roles';

/** How a service names the person in a request with its own token. */
export function onBehalfHeaders({ id, roles: held, space, locale, requestId }: OnBehalf): Record<string, string> {
  return {
    [personHeader]: id,
    [rolesHeader]: held.join(','),
    'x-lyceum-space': space,
    'accept-language': locale,
    'x-request-id': requestId,
  };
}

const named = z.object({ id: z.uuid().toLowerCase(), roles: z.array(z.enum(roles)), space: spaceId });

/** Throws `request.invalid` unless person, roles and space are all there. */
export function readOnBehalf(request: Request): z.output<typeof named> {
  const listed = request.get(rolesHeader);
  const found = named.safeParse({
    id: request.get(personHeader),
    roles: listed === '' ? [] : listed?.split(','),
    space: request.get('x-lyceum-space'),
  });
  if (found.success) return found.data;
  const detail = {
    en: 'The service does not say for which person and in which space it asks.',
    ru: 'Сервис не говорит, для какого человека и в каком пространстве он спрашивает.',
  };
  throw fail(requestInvalid, { detail });
}
