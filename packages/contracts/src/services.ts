/**
 * The registry: every service, the path prefixes it answers under `/api/v1`, and its port. The gateway routes by it, the
 * stack starts by it, calls between services resolve by it.
 */
export const services = {
  tokens: { prefixes: ['/auth', '/spaces'], port: 8001 },
  notifications: { prefixes: ['/notifications'], port: 8002 },
  users: { prefixes: ['/users'], port: 8006 },
  'program-generation': { prefixes: ['/programs'], port: 8007 },
  models: { prefixes: ['/models'], port: 8008 },
  courses: { prefixes: ['/courses'], port: 8004 },
  streaming: { prefixes: ['/streaming'], port: 8003 },
  chatbot: { prefixes: ['/chat'], port: 8005 },
} as const satisfies Record<string, { prefixes: readonly `/${string}`[]; port: number }>;

export type ServiceName = keyof typeof services;

/** `Object.keys` with the type the registry has. */
export const serviceNames = Object.keys(services) as ServiceName[];

export const gatewayPort = 8000;
/** Of the content address, a second listener of the gateway. */
export const contentPort = 8100;
