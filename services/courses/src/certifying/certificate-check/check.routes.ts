import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/certificate';
import { certificateNotFound } from '@lyceum/contracts/courses/certificate';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Place } from '../badge/public-addresses.ts';
import { CertificateEntity } from '../certificate/certificate.entity.ts';
import { parseNumber } from '../certificate/certificate-number.ts';
import { presentCertificate } from '../certificate/present-certificate.ts';
import { composeCheckPage } from './compose-check-page.ts';

type Check = z.output<typeof contract.checkCertificate.response>;

export function checkRoutes({ publicUrl }: { publicUrl: string }) {
  return [
    route(contract.checkCertificate, { access: 'anyone' }, async ({ db, ctx: { space }, params }) =>
      found(await check(db, params.number, { publicUrl, space }), certificateNotFound),
    ),

    route(contract.checkPage, { access: 'anyone' }, async ({ db, ctx: { space, locale }, params, query }) =>
      composeCheckPage(await check(db, params.number, { publicUrl, space }), params.number, query.lang ?? locale),
    ),
  ];
}

/** What anybody learns of a certificate; null where there is none. */
async function check(db: EntityManager, typed: string, place: Place): Promise<Check | null> {
  const number = parseNumber(typed);
  const certificate = number === null ? null : await db.findOneBy(CertificateEntity, { number });
  if (!certificate) return null;
  const verdict = certificate.revokedAt ? 'revoked' : 'valid';
  return contract.checkCertificate.response.parse({ ...presentCertificate(certificate, place), verdict });
}
