import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** Carries GATEWAY_SECRET: what a service is told about a client counts only beside it. */
export const gatewayHeader = 'x-lyceum-gateway';

/** The address the gateway saw, if the gateway asks; anybody else is a client himself, whatever he says of others. */
export function clientAddress(request: Request, gatewaySecret: string): string {
  const forwarded = isGateway(request.get(gatewayHeader), gatewaySecret) ? request.get('x-forwarded-for') : undefined;
  return forwarded || request.socket.remoteAddress || '';
}

function isGateway(given: string | undefined, secret: string): boolean {
  const [claimed, expected] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}
