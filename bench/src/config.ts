import type { Environment } from '@lyceum/common/config';

/** The variables of this process. */
export function processEnvironment(): Environment {
  return process.env;
}
