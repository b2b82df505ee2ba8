import { fillPath } from '@lyceum/common/client';
import { getBadge, getBadgeIssuer, listRevokedBadges } from '@lyceum/contracts/courses/badge';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';

/** A space as people reach it. */
export interface Place {
  /** `PUBLIC_URL` of the installation. */
  readonly publicUrl: string;
  readonly space: string;
}

/** Address of a page of the platform. Spaces other than `main` live under a path of their own. */
export function toPageUrl({ publicUrl, space }: Place, path: string): string {
  return space === 'main' ? `${publicUrl}${path}` : `${publicUrl}/s/${space}${path}`;
}

/** Address at which anybody may ask an open endpoint. */
export function toEndpointUrl(place: Place, endpoint: Endpoint, params: Readonly<Record<string, string>> = {}): string {
  return toPageUrl(place, fillPath(endpoint, params, {}));
}

export const toBadgeUrl = (place: Place, badgeId: string) => toEndpointUrl(place, getBadge, { badgeId });
export const toIssuerUrl = (place: Place) => toEndpointUrl(place, getBadgeIssuer);
export const toRevocationsUrl = (place: Place) => toEndpointUrl(place, listRevokedBadges);

/** The name of the school, or the host of the platform where none is set. */
export function toSchoolName(name: string, { publicUrl }: Place): string {
  return name || new URL(publicUrl).host;
}
