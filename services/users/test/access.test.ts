import { describeAccess } from '@lyceum/testing/describe-access';
import { buildPerson } from './factories.ts';
import { service } from './users-service.ts';

describeAccess(service, {
  async rows() {
    const owner = await buildPerson(service);
    return { owner, ids: { accountId: owner.id } };
  },
  inputs: () => ({ 'PATCH /users/me': { body: { name: 'Thief' } } }),
});
