import { createConfig, lintFromString } from '@redocly/openapi-core';

/** Warnings that are not heeded, and why. */
const accepted: readonly { readonly rule: string; readonly where: RegExp }[] = [
  // OpenAPI 3.1 matches a path without parameters first, and so do our services: `/programs/attachments/{id}` is no programme.
  { rule: 'no-ambiguous-paths', where: /^#\/paths\// },
  // A download succeeds with 303.
  { rule: 'operation-2xx-response', where: /~1(export(s~1\{exportId\}~1file)?|pdf|files~1\{\w+\}|source)\/get\// },
];

/** What the rules that Redocly recommends find in a document. */
export async function lintDocument(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return problems.flatMap(({ ruleId, message, location: [place] }) => {
    const pointer = place?.pointer ?? '';
    const isAccepted = accepted.some(({ rule, where }) => rule === ruleId && where.test(pointer));
    return isAccepted ? [] : [`${pointer}: ${message} (${ruleId})`];
  });
}
