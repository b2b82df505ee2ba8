import type { Deprecation } from '@lyceum/contracts/define/endpoint';
import { mountPath } from '../client.ts';

/** What each answer of an operation says that goes away: RFC 9745, RFC 8594, and the link relation of RFC 5829. */
export function deprecationHeaders({ since, until, successor }: Deprecation): Record<string, string> {
  return {
    deprecation: `@${Date.parse(since) / 1000}`,
    sunset: new Date(until).toUTCString(),
    ...(successor && { link: `<${mountPath(successor)}>; rel="successor-version"` }),
  };
}
