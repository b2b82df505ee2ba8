import { type Environment, serviceConfig } from '@lyceum/common/config';
import { z } from 'zod';

export const notificationsConfig = serviceConfig.extend({
  /**
   * smtp://user:password@host:587 (STARTTLS where the server offers it; `?requireTLS=true` insists) or smtps://host:465.
   */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  /** Sender of every mail: an address, or a name with the address in angle brackets. */
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^\p{Cc}<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, 'must be an address or Name <address>'),
});

export const env: Environment = process.env;
