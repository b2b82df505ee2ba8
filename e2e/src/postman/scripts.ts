import type { ApiOperation } from './api-document.ts';

/** How often and how long a request is repeated while what it shows is still being made. */
const patience = { times: 60, pauseMs: 500 };

/** Lines that run after the answer: it is checked against the document, and later requests use what it names. */
export function toScript({ method, statuses }: ApiOperation, id: string | undefined): string[] {
  return [
    `pm.test('answers as documented', () => pm.expect(${JSON.stringify(statuses)}).to.include(pm.response.code));`,
    'let answer = {};',
    'try { answer = pm.response.json() ?? {}; } catch { /* a file, a stream or nothing */ }',
    ...(id ? [`if (pm.response.code < 300 && answer.id) pm.collectionVariables.set('${id}', answer.id);`] : []),
    "for (const name of ['accessToken', 'refreshToken']) if (answer[name]) pm.collectionVariables.set(name, answer[name]);",
    ...(method === 'GET' ? waiting : []),
  ];
}

const waiting = [
  "const tries = Number(pm.collectionVariables.get('tries') ?? 0);",
  `if (['queued', 'generating', 'running', 'reading'].includes(answer.status) && tries < ${patience.times}) {`,
  "  pm.collectionVariables.set('tries', tries + 1);",
  '  pm.execution.setNextRequest(pm.info.requestId);',
  `  setTimeout(() => {}, ${patience.pauseMs});`,
  '} else {',
  "  pm.collectionVariables.set('tries', 0);",
  '}',
];
