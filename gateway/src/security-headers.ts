/** Values that own pages (through helmet) and proxied answers share. One year with subdomains: OWASP ASVS 3.4.1. */
export const strictTransportSecurity = { maxAge: 31_536_000, includeSubDomains: true };

/** For answers that are data: nothing in them may be run, framed or used as a base. */
export const apiContentSecurityPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Name and value in turn, as `writeHead` takes them; a service's own headers of these names give way. */
export const apiSecurityHeaders: readonly string[] = [
  'strict-transport-security',
  `max-age=${strictTransportSecurity.maxAge}; includeSubDomains`,
  'x-content-type-options',
  'nosniff',
  'referrer-policy',
  'no-referrer',
  'content-security-policy',
  apiContentSecurityPolicy,
];
