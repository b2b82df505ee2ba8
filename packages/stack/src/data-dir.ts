import { join } from 'node:path';

/** Where `npm start` keeps everything of this installation. */
export const defaultDataDir = join(import.meta.dirname, '../../../.data');
