import { randomUUID } from 'node:crypto';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';

/** Somebody a test speaks for; the request is signed with a real token. */
export interface TestActor {
  readonly id: string;
  readonly sessionId: string;
  readonly space: string;
  readonly roles: readonly Role[];
  readonly locale: Locale;
}

function buildActor(role: Role, overrides: Partial<TestActor>): TestActor {
  return { id: randomUUID(), sessionId: randomUUID(), space: 'main', roles: [role], locale: 'en', ...overrides };
}

export const asUser = (overrides: Partial<TestActor> = {}) => buildActor('user', overrides);
export const asStaff = (overrides: Partial<TestActor> = {}) => buildActor('staff', overrides);
export const asAdmin = (overrides: Partial<TestActor> = {}) => buildActor('admin', overrides);
