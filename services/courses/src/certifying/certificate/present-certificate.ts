import { checkPage, type certificate as contract } from '@lyceum/contracts/courses/certificate';
import type { z } from 'zod';
import { type Place, toBadgeUrl, toEndpointUrl, toSchoolName } from '../badge/public-addresses.ts';
import type { CertificateRow } from './certificate.entity.ts';

/** Its row with what follows from it: day, addresses, and the name of the school. */
export function presentCertificate(certificate: CertificateRow, place: Place): z.input<typeof contract> {
  return {
    ...certificate,
    schoolName: toSchoolName(certificate.schoolName, place),
    issuedOn: certificate.issuedAt.toISOString().slice(0, 'YYYY-MM-DD'.length),
    badgeUrl: toBadgeUrl(place, certificate.badgeId),
    checkUrl: toEndpointUrl(place, checkPage, { number: certificate.number }),
  };
}
