import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeEnv } from './env-file.ts';

const file = join(import.meta.dirname, '../../.env');
const { text, added } = completeEnv(existsSync(file) ? readFileSync(file, 'utf8') : '');
if (added.length > 0) writeFileSync(file, text, { mode: 0o600 });
chmodSync(file, 0o600);

console.log(added.length > 0 ? `Wrote to .env: ${added.join(', ')}` : '.env is complete; nothing was changed.');
console.log(`
Look at these in .env before people use it:
  PUBLIC_URL, S3_PUBLIC_ENDPOINT  what browsers type to reach Lyceum and its object store
  ADMIN_EMAIL                     the first administrator, whose password is ADMIN_PASSWORD in .env
  SMTP_URL, MAIL_FROM             the mail server; mailpit delivers nothing and shows mails at http://localhost:8025
  CORS_ORIGINS                    other sites whose pages may call the API
Then: docker compose up --build --wait`);
