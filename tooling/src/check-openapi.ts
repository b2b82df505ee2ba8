import { join } from 'node:path';
import { compileClient } from './openapi/compile-client.ts';
import { contractDocument } from './openapi/contract-document.ts';
import { lintDocument } from './openapi/lint-document.ts';

const document = await contractDocument(join(import.meta.dirname, '../..'));
const faults = [...(await lintDocument(document)), await compileClient(document)].filter(Boolean);
for (const fault of faults) console.log(fault);
console.log(
  faults.length === 0 ? 'The document of the API is sound, and a typed client of it compiles.' : `${faults.length} faults.`,
);
if (faults.length > 0) process.exitCode = 1;
