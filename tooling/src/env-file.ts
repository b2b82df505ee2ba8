import { parseEnv } from 'node:util';
import { contentPort } from '@lyceum/contracts/services';

/** What an operator decides; the values suit a try on one's own machine. */
const settings = (publicUrl: string) => ({
  PUBLIC_URL: publicUrl,
  CONTENT_URL: toContentUrl(publicUrl),
  S3_PUBLIC_ENDPOINT: 'http://localhost:9000',
  CORS_ORIGINS: '',
  ADMIN_EMAIL: 'admin@lyceum.example',
  MAIL_FROM: 'Lyceum <no-reply@lyceum.example>',
});

/** Another port of the same name and scheme, so that an installation with TLS that is older than content still starts. */
function toContentUrl(publicUrl: string): string {
  if (!URL.canParse(publicUrl)) return '';
  return Object.assign(new URL(publicUrl), { port: String(contentPort) }).origin;
}

/** The variable a line sets, in any form that Compose reads. */
const getName = (line: string) => /^\s*(?:export\s+)?(\w+)\s*[=:]/.exec(line)?.[1];

/**
 * The text of `.env` with everything docker-compose.yml reads. What stands there keeps its value; only absent variables are
 * added, so that an upgrade is the same command.
 */
export function completeEnv(before: string): { text: string; added: string[] } {
  const known = new Set(before.split('\n').map(getName));
  const missing = Object.entries(settings(parseEnv(before)['PUBLIC_URL'] || 'http://localhost:8000')).filter(
    ([name]) => !known.has(name),
  );
  const lines = [
    ...(missing.length > 0 ? ['# Yours to change; docs/operations.md says what they mean.'] : []),
    ...missing.map(([name, value]) => `${name}=${value}`),
  ];
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return { text: before + gap + lines.map((line) => `${line}\n`).join(''), added: missing.map(([name]) => name) };
}

/**
 * Takes variables out of the text of `.env`, where releases before kept the secrets. Throws where it cannot tell a value: another
 * one in its place would lock the operator out.
 */
export function takeOut(before: string, names: ReadonlySet<string>): { text: string; taken: Map<string, string> } {
  const taken = new Map<string, string>();
  const values = parseEnv(before);
  const left = before.split('\n').filter((line, index) => {
    const name = getName(line);
    if (name === undefined || !names.has(name)) return true;
    const value = values[name];
    if (value === undefined || /[$\\]/.test(value)) {
      throw new Error(`.env, line ${index + 1}: write ${name} as NAME=value, without $ and \\, or into secrets/${name} yourself`);
    }
    if (value) taken.set(name, value);
    return false;
  });
  return { text: left.join('\n'), taken };
}
