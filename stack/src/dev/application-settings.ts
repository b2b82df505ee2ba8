import { z } from 'zod';
import { serverAddresses } from '../server-addresses.ts';

/** What the process that keeps the servers tells the one that runs the application. */
export const applicationSettings = z.object({
  env: z.record(z.string(), z.string().optional()),
  secretsFile: z.string(),
  ports: z.enum(['usual', 'free']),
  gateway: z.object({ gatewayPort: z.int(), publicUrl: z.string(), contentPort: z.int(), contentUrl: z.string() }),
  logFile: z.string(),
  backing: serverAddresses,
});
export type ApplicationSettings = z.infer<typeof applicationSettings>;
