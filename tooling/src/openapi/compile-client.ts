import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';

/** What the compiler says of the types that openapi-typescript makes of a document, and of a use of each operation; nothing when all is well. */
export async function compileClient(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lyceum-client-'));
  try {
    const types = astToString(await openapiTypescript(source));
    const uses = [...source.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => `export type ${name} = operations['${name}'];`);
    writeFileSync(join(folder, 'schema.ts'), types);
    writeFileSync(join(folder, 'client.ts'), ["import type { operations } from './schema.ts';", ...uses, ''].join('\n'));
    return await compile(folder, 'client.ts');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compile(folder: string, file: string): Promise<string> {
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--allowImportingTsExtensions', '--types', ''];
  return new Promise((resolve) => {
    execFile('tsc', [...options, file], { cwd: folder }, (error, output, errors) =>
      resolve(error ? output + errors || error.message : ''),
    );
  });
}
