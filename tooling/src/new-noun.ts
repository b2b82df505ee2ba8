import { join } from 'node:path';
import { createNoun } from './generate/create-noun.ts';
import { Refusal } from './generate/insert.ts';
import { runTool } from './generate/run-tool.ts';

const root = join(import.meta.dirname, '../..');
const [service, noun] = process.argv.slice(2);

try {
  if (!service || !noun) throw new Refusal('Say the service and the noun in the singular: npm run new:noun -- social comment');
  const files = createNoun(root, service, noun, new Date());
  runTool(root, 'biome', 'check', '--write', '--files-ignore-unknown=true', ...files);
  console.log(`Wrote:\n${files.map((file) => `  ${file}`).join('\n')}`);
  console.log(`
Next: its fields in packages/contracts/src/${service}/${noun}.ts, the same columns in services/${service}/src/${noun}/${noun}.entity.ts,
and before it has landed its own migration; who may do what; in Russian how its failure is called.
Its tests: npm test -- services/${service}. Everything else: npm run check.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
