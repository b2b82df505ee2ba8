import { join } from 'node:path';
import { createService } from './generate/create-service.ts';
import { Refusal } from './generate/insert.ts';
import { runTool } from './generate/run-tool.ts';

const root = join(import.meta.dirname, '../..');
const [service, noun] = process.argv.slice(2);

try {
  if (!service)
    throw new Refusal('Say its name, and its first noun where that is not the singular: npm run new:service -- social post');
  const files = createService(root, service, noun, new Date());
  runTool(root, 'biome', 'check', '--write', '--files-ignore-unknown=true', ...files);
  runTool(root, 'npm', 'install', '--no-audit', '--no-fund');
  console.log(`Wrote:\n${files.map((file) => `  ${file}`).join('\n')}`);
  console.log(`
Next (CONTRIBUTING.md has the recipes): say what it offers and who may do what in packages/contracts/src/${service}, and in
Russian how its failure is called; then entities, routes and tests in services/${service}.
Say in README.md and docs/architecture.md, where it has a row, what it does.
Its tests: npm test -- services/${service}. Everything else: npm run check.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
