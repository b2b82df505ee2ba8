import type { EventPayload } from '@lyceum/contracts/define/event';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';

type Account = EventPayload<typeof accountRegistered>;

export function buildAccount(actor: TestActor, overrides: Partial<Account> = {}): Account {
  return {
    accountId: actor.id,
    email: `${actor.id}@example.org`,
    name: 'Anna Petrova',
    locale: 'en',
    roles: ['user'],
    occurredAt: '2026-11-20T10:00:00.000Z',
    ...overrides,
  };
}

/** Somebody whose profile is there, because the event of the registration has come. */
export async function buildPerson(service: TestService, overrides: Partial<Account> = {}, space = 'main'): Promise<TestActor> {
  const actor = asUser({ space });
  await service.deliver(accountRegistered, buildAccount(actor, overrides), { space });
  return actor;
}
