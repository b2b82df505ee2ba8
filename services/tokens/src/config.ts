import { jsonVariable, serviceConfig } from '@lyceum/common/config';
import { serviceNames } from '@lyceum/contracts/services';
import { email } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

export const env = process.env;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const secretHashes = z.union([sha256.transform((hash) => [hash]), z.array(sha256)]);

export const tokensConfig = serviceConfig
  .extend({
    /** Private signing keys are stored encrypted under it; without it, or with another one, the service does not start. */
    KEY_ENCRYPTION_SECRET: z.string().min(32),
    /**
     * JSON: name of a service → SHA-256 of its SERVICE_SECRET, in hexadecimal digits; a list of them while it is replaced. A service
     * that is missing gets no token.
     */
    SERVICE_SECRETS_SHA256: jsonVariable.prefault('{}').pipe(z.partialRecord(z.enum(serviceNames), secretHashes)),
    /** First administrator of the space main: made at the start unless an account has the address. */
    ADMIN_EMAIL: email.optional(),
    ADMIN_PASSWORD: z.string().min(15).max(128).optional(),
    /** Password hashes computed at the same time; each takes 19 MiB. */
    PASSWORD_HASH_PARALLEL: z.coerce.number().int().min(1).max(64).default(4),
    /** Requests that may wait for their turn; the next one is told to come back later. */
    PASSWORD_HASH_QUEUE: z.coerce.number().int().min(0).max(10_000).default(100),
    /** Registrations from one address in an hour; a school may share one. */
    REGISTRATIONS_PER_HOUR: z.coerce.number().int().min(1).default(200),
  })
  .refine(({ ADMIN_EMAIL, ADMIN_PASSWORD }) => (ADMIN_EMAIL === undefined) === (ADMIN_PASSWORD === undefined), {
    path: ['ADMIN_PASSWORD'],
    error: 'ADMIN_EMAIL and ADMIN_PASSWORD come together',
  });
