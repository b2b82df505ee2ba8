import type { RunningStack } from './stack.ts';

/** What a person wants to know once everything runs. */
export function welcome({ gatewayUrl, docs, mailUrl, demo, logFile }: RunningStack): string {
  const rows: [string, string][] = [
    ['API', `${gatewayUrl}/api/v1`],
    ['Docs', docs],
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
