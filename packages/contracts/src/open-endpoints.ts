import { getBadge, getBadgeIssuer, listRevokedBadges } from './courses/badge.ts';
import { checkCertificate, checkPage } from './courses/certificate.ts';
import type { Endpoint } from './define/endpoint.ts';
import { confirmEmail, register } from './tokens/registration.ts';
import { login, refresh, tokenGrant } from './tokens/session.ts';
import { jwks } from './tokens/signing-key.ts';

/** What people may call before they have signed in. A check of the repository finds an open endpoint that is missing here. */
export const openEndpoints: readonly Endpoint[] = [
  register,
  confirmEmail,
  login,
  tokenGrant,
  refresh,
  jwks,
  checkCertificate,
  checkPage,
  getBadge,
  getBadgeIssuer,
  listRevokedBadges,
];
