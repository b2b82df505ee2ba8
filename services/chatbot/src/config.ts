import { type Environment, serviceConfig } from '@lyceum/common/config';

/** This service has no variables of its own. */
export const chatbotConfig = serviceConfig;

export const env: Environment = process.env;
