import { join } from 'node:path';
import { allServices } from '@lyceum/stack/services';
import { withMigratedDatabase } from './database/scratch-database.ts';
import { createMigration } from './generate/create-migration.ts';
import { Refusal } from './generate/insert.ts';
import { riskyStatements } from './generate/migration-source.ts';
import { runTool } from './generate/run-tool.ts';
import { findDifference } from './rules/drift-rules.ts';

const root = join(import.meta.dirname, '../..');
const [serviceName, name] = process.argv.slice(2);

try {
  const service = allServices.find((candidate) => candidate.name === serviceName);
  if (!service || !name) {
    const names = allServices.map((candidate) => candidate.name).join(', ');
    throw new Refusal(`Say the service (${names}) and what changes: npm run migration -- users add-notes`);
  }
  await withMigratedDatabase([service], async (url) => {
    const difference = await findDifference(url, service);
    if (difference.up.length + difference.byHand.length === 0) {
      console.log(`The entities of ${service.name} agree with its migrations: there is nothing to write.`);
      return;
    }
    const files = await createMigration({ root, service: service.name, name, difference, url, now: new Date() });
    runTool(root, 'biome', 'check', '--write', ...files);
    console.log(`Wrote:\n${files.map((file) => `  ${file}`).join('\n')}`);
    if (difference.byHand.length > 0) {
      console.log(`
Write these indexes into a migration by hand: the entities leave them to it (synchronize: false).
${difference.byHand.map((index) => `  ${index}`).join('\n')}`);
    }
    const risky = riskyStatements(difference);
    if (risky.length > 0) {
      console.log(`
Look at these: they lose data, or the release that still runs while this one starts cannot live with them. Expand first,
contract in a later release; a renamed column is written by hand.
${risky.map((statement) => `  ${statement}`).join('\n')}`);
    }
  });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
