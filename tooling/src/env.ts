import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeEnv, takeOut } from './env-file.ts';
import { completeSecrets, keptSecrets } from './secret-files.ts';

const root = join(import.meta.dirname, '../..');
const envFile = join(root, '.env');
// Only its owner gets into the folder. The files are mounted into containers whose users are others, so anybody may read them.
const folder = join(root, 'secrets');
mkdirSync(folder, { recursive: true });
chmodSync(folder, 0o700);

const before = existsSync(envFile) ? readFileSync(envFile, 'utf8') : '';
const { text: withoutSecrets, taken } = takeOut(before, keptSecrets);
const files = new Map(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(folder, name), 'utf8').trim()] as const)
    .filter(([, value]) => value !== ''),
);
const twice = [...taken].filter(([name, value]) => files.has(name) && files.get(name) !== value);
if (twice.length > 0) {
  const names = twice.map(([name]) => name).join(', ');
  console.error(
    `In .env and in secrets/ with different values: ${names}. Take them out of .env, or put their values into secrets/.`,
  );
  process.exit(1);
}
const secrets = completeSecrets(new Map([...taken, ...files]));
for (const [name, value] of secrets) {
  writeFileSync(join(folder, name), `${value}\n`);
  chmodSync(join(folder, name), 0o644);
}
const { text, added } = completeEnv(withoutSecrets);
writeFileSync(envFile, text, { mode: 0o600 });
chmodSync(envFile, 0o600);

console.log(added.length > 0 ? `Wrote to .env: ${added.join(', ')}` : 'Every setting is in .env already.');
if (taken.size > 0) console.log(`Moved from .env to secrets/: ${[...taken.keys()].join(', ')}`);
console.log(`
Look at these before people use it:
  in .env      PUBLIC_URL, S3_PUBLIC_ENDPOINT  what browsers type to reach Lyceum and its object store
               CONTENT_URL                     the address of its own from which packages made elsewhere are shown
               PUBLISH_ADDRESS                 set it to 0.0.0.0 to let other machines in; until then only this one is
               ADMIN_EMAIL                     the first administrator, whose password is in secrets/ADMIN_PASSWORD
               MAIL_FROM                       the sender of mails
               CORS_ORIGINS                    other sites whose pages may call the API
  in secrets/  SMTP_URL                        the mail server; mailpit delivers nothing and shows mails at http://localhost:8025
Then: docker compose up --build --wait`);
