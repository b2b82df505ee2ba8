import { type Environment, serviceConfig } from '@lyceum/common/config';
import { providerHosts } from '@lyceum/llm/addresses/provider-hosts';
import { z } from 'zod';

export const modelsConfig = serviceConfig.extend({
  /** Keys of providers are stored encrypted under it; under another one they have to be entered again. */
  KEY_ENCRYPTION_SECRET: z.string().min(32),
  /** Where providers may be besides the internet: hosts, hosts with a port, blocks in CIDR notation, separated by commas. */
  MODEL_PROVIDER_HOSTS: providerHosts,
});

export const env: Environment = process.env;
