import { join } from 'node:path';
import { allServices } from '@lyceum/stack/services';
import { withMigratedDatabase } from './database/scratch-database.ts';
import { checkDatabase, checkFiles } from './rules/all-rules.ts';

const root = join(import.meta.dirname, '../..');
const findings = [
  ...(await checkFiles(root)),
  ...(await withMigratedDatabase(allServices, (ownerUrl) => checkDatabase(ownerUrl, allServices))),
];
for (const { file, message, rule } of findings) console.log(`${file}: ${message} (${rule})`);
console.log(findings.length === 0 ? 'All repository rules hold.' : `${findings.length} rules are broken.`);
if (findings.length > 0) process.exitCode = 1;
