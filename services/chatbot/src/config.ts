import { type Environment, serviceConfig } from '@lyceum/common/config';
import { z } from 'zod';

export const chatbotConfig = serviceConfig.extend({
  /** Seconds a language model may be silent in the middle of an answer. */
  TUTOR_SILENCE_SECONDS: z.coerce.number().int().min(1).max(600).default(60),
});

export const env: Environment = process.env;
