import type { Role } from '../shared/roles.ts';

/** What a route asks for. Routes name permissions, never roles. */
export interface Permission {
  /** `<nouns>.<verb>` */
  readonly name: string;
  /** Who has it. */
  readonly roles: readonly Role[];
}

export function definePermission(name: `${string}.${string}`, roles: readonly Role[]): Permission {
  return { name, roles };
}
