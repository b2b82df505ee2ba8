import { join, resolve } from 'node:path';
import type { Environment } from '@lyceum/common/config';

/** Where `npm start` keeps everything of this installation: LYCEUM_DATA_DIR, else .data in the repository. */
export function installationDataDir(environment: Environment): string {
  return resolve(environment['LYCEUM_DATA_DIR'] || join(import.meta.dirname, '../../.data'));
}
