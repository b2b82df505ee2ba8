import type { ServiceName } from '../services.ts';
import type { Role } from '../shared/roles.ts';

/** What a route asks for. Routes name permissions, never roles. */
export interface Permission {
  /** `<nouns>.<verb>` */
  readonly name: string;
  /** Who has it. */
  readonly roles: readonly Role[];
  /** Which services have it, on behalf of a person; for internal endpoints. */
  readonly services: readonly ServiceName[];
}

export function definePermission(name: `${string}.${string}`, roles: readonly Role[]): Permission {
  return { name, roles, services: [] };
}

/** For an internal endpoint: services ask, never people. */
export function defineServicePermission(name: `${string}.${string}`, services: readonly ServiceName[]): Permission {
  return { name, roles: [], services };
}
