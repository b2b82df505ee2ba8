import { z } from 'zod';

/** Where the backing servers of an installation are, and how to sign in to them; another process can be told. */
export const serverAddresses = z.object({
  postgres: z.object({ ownerUrl: z.string() }),
  redis: z.object({ url: z.string() }),
  rabbitmq: z.object({ url: z.string() }),
  objectStore: z.object({
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    accessKey: z.string(),
    secretKey: z.string(),
  }),
  mail: z.object({ smtpUrl: z.string() }),
});
export type ServerAddresses = Readonly<z.infer<typeof serverAddresses>>;
