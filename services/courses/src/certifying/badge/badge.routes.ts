import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/badge';
import { badgeNotFound, badges } from '@lyceum/contracts/courses/badge';
import { IsNull, Not } from 'typeorm';
import { createIssuerDocument } from '../badge-signing/create-issuer-document.ts';
import { findTemplate } from '../certificate-template/find-template.ts';
import { BadgeEntity } from './badge.entity.ts';
import { BadgeKeyEntity } from './badge-key.entity.ts';
import { replaceActiveKey } from './badge-keys.ts';
import { toBadgeUrl, toIssuerUrl, toRevocationsUrl, toSchoolName } from './public-addresses.ts';

export function badgeRoutes({ publicUrl, secret }: { publicUrl: string; secret: string }) {
  return [
    route(contract.getBadge, { access: 'anyone' }, async ({ db, params }) => {
      const badge = await db.findOneBy(BadgeEntity, { id: params.badgeId });
      // What is revoked names nobody any more; whoever has the file finds it in the list.
      return found(badge?.revokedAt ? null : badge?.credential, badgeNotFound);
    }),

    route(contract.getBadgeIssuer, { access: 'anyone' }, async ({ db, ctx: { space } }) => {
      const place = { publicUrl, space };
      const keys = await db.find(BadgeKeyEntity, { order: { createdAt: 'ASC', kid: 'ASC' } });
      const { content } = await findTemplate(db);
      return createIssuerDocument({ url: toIssuerUrl(place), name: toSchoolName(content.schoolName, place), keys });
    }),

    route(contract.listRevokedBadges, { access: 'anyone' }, async ({ db, ctx: { space } }) => {
      const place = { publicUrl, space };
      const revoked = await db.find(BadgeEntity, {
        select: { id: true },
        where: { revokedAt: Not(IsNull()) },
        order: { revokedAt: 'DESC', id: 'ASC' },
      });
      return {
        id: toRevocationsUrl(place),
        issuer: toIssuerUrl(place),
        revokedCredential: revoked.map(({ id }) => ({ id: toBadgeUrl(place, id), revoked: true as const })),
      };
    }),

    route(contract.createBadgeKey, { access: badges.manageKeys }, ({ db, ctx }) => replaceActiveKey(db, ctx, secret)),
  ];
}
