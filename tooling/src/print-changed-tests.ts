import { join } from 'node:path';
import { changedFiles, reachedWorkspaces, readWorkspaces } from './changed-tests.ts';

// For bootstrap.mjs, which has the arguments of `npm test`.
const root = join(import.meta.dirname, '../..');
console.log(JSON.stringify(reachedWorkspaces(changedFiles(root), readWorkspaces(root)) ?? null));
