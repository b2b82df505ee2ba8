import type { Environment } from '@lyceum/common/config';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import type { Installation } from './installation.ts';
import { demoAccount } from './service-environment.ts';

/** How a person gets in. */
export interface Entrance {
  /** The API, as people type it. */
  readonly gatewayUrl: string;
  readonly docs: string;
  /** Where content made elsewhere is shown. */
  readonly contentUrl: string;
  /** Undefined when SMTP_URL names a real mail server. */
  readonly mailUrl: string | undefined;
  readonly demo: { readonly email: string; readonly password: string };
  readonly logFile: string;
}

export function toEntrance({ gateway, secrets, logFile }: Installation, { mail }: BackingServers, env: Environment): Entrance {
  const { publicUrl: gatewayUrl, contentUrl } = gateway;
  return { gatewayUrl, docs: `${gatewayUrl}/docs`, contentUrl, mailUrl: mail.httpUrl, demo: demoAccount(env, secrets), logFile };
}

/** What a person wants to know once everything runs. */
export function welcome({ gatewayUrl, docs, contentUrl, mailUrl, demo, logFile }: Entrance): string {
  const rows: [string, string][] = [
    ['API', `${gatewayUrl}/api/v1`],
    ['Docs', docs],
    ['Content', `${contentUrl}  (packages made elsewhere are shown there)`],
    ...(mailUrl ? [['Mail', `${mailUrl}  (every mail Lyceum sends lands here)`] satisfies [string, string]] : []),
    ['Sign in', `${demo.email}  password ${demo.password}`],
    ['Log', logFile],
    ['Stop', 'Ctrl-C; your data stays in .data/ (npm start -- --fresh begins anew)'],
  ];
  const lines = ['Lyceum is ready', '', ...rows.map(([name, value]) => `${name.padEnd(8)} ${value}`)];
  const width = Math.max(...lines.map((line) => line.length));
  const border = (left: string, right: string) => `${left}${'─'.repeat(width + 2)}${right}`;
  return [border('┌', '┐'), ...lines.map((line) => `│ ${line.padEnd(width)} │`), border('└', '┘')].join('\n');
}
