/** What an operator decides; the values suit a try on one's own machine. */
const settings = {
  PUBLIC_URL: 'http://localhost:8000',
  S3_PUBLIC_ENDPOINT: 'http://localhost:9000',
  CORS_ORIGINS: '',
  ADMIN_EMAIL: 'admin@lyceum.example',
  MAIL_FROM: 'Lyceum <no-reply@lyceum.example>',
};

/** A line that sets a variable, with whitespace and quotes that Compose takes off. */
const assignment = /^[ \t]*(\w+)[ \t]*=[ \t]*(['"]?)(.*?)\2[ \t]*$/;

/**
 * The text of `.env` with everything docker-compose.yml reads. What stands there keeps its value; only absent variables are
 * added, so that an upgrade is the same command.
 */
export function completeEnv(before: string): { text: string; added: string[] } {
  const known = new Set(before.split('\n').map((line) => assignment.exec(line)?.[1]));
  const missing = Object.entries(settings).filter(([name]) => !known.has(name));
  const lines = [
    ...(missing.length > 0 ? ['# Yours to change; docs/operations.md says what they mean.'] : []),
    ...missing.map(([name, value]) => `${name}=${value}`),
  ];
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return { text: before + gap + lines.map((line) => `${line}\n`).join(''), added: missing.map(([name]) => name) };
}

/** Takes variables out of the text of `.env`, where releases before kept the secrets. */
export function takeOut(before: string, names: ReadonlySet<string>): { text: string; taken: Map<string, string> } {
  const taken = new Map<string, string>();
  const left = before.split('\n').filter((line) => {
    const [, name = '', , value = ''] = assignment.exec(line) ?? [];
    if (!names.has(name)) return true;
    if (value) taken.set(name, value);
    return false;
  });
  return { text: left.join('\n'), taken };
}
