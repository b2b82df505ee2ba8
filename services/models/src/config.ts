import { type Environment, serviceConfig } from '@lyceum/common/config';
import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { z } from 'zod';

export const modelsConfig = serviceConfig.extend({
  /** Keys of providers are stored encrypted under it; under another one they have to be entered again. */
  KEY_ENCRYPTION_SECRET: z.string().min(32),
  /** Where providers may be besides the internet: hosts, hosts with a port, blocks in CIDR notation, separated by commas. */
  MODEL_PROVIDER_HOSTS: z
    .string()
    .default('')
    .transform((list, context) => {
      try {
        return parseProviderHosts(list);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
});

export const env: Environment = process.env;
