import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { describeAccess } from '@lyceum/testing/describe-access';
import { MailEntity } from '../src/mail/mail.entity.ts';
import { buildReady, buildRecipient } from './factories.ts';
import { service } from './notifications-service.ts';

describeAccess(service, {
  async rows() {
    const owner = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(owner));
    const { id } = await service.rows((db) => db.findOneByOrFail(MailEntity, { accountId: owner.id }));
    return { owner, ids: { mailId: id } };
  },
});
