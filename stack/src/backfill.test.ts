import { copiedEvents } from '@lyceum/common/run/request-snapshots';
import { allServices } from './services.ts';

it.each(allServices.map((service) => [service.name, service] as const))(
  'what %s keeps a copy of can be told again by its owner',
  (name, { subscriptions }) => {
    expect(copiedEvents(allServices, name)).toHaveLength(new Set(subscriptions.filter(({ keepsCopy }) => keepsCopy)).size);
  },
);

it('says what nobody tells again', () => {
  const mute = allServices.map((service) => ({ ...service, snapshots: [] }));
  expect(() => copiedEvents(mute, 'users')).toThrow('nobody tells again: tokens.account-registered.v1');
});
