import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { getProgram } from '@lyceum/contracts/program-generation/program';
import { preconditionFailed } from '@lyceum/contracts/shared/common-problems';
import { startTestNginx } from '@lyceum/testing/nginx';
import { createApi, expectProblem } from '../../src/api.ts';
import { openMailbox } from '../../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../../src/people.ts';
import { orderProgram, waitUntilReady } from '../../src/programs.ts';
import { type Case, readInput } from './case.ts';

const folder = '01-weak-etag-behind-nginx';

export const weakEtag: Case = {
  folder,
  outcome: 'the tag of a programme that nginx has compressed is good for a change, until there is another version',
  async run({ stack }) {
    const nginx = await startTestNginx(stack.gatewayUrl);
    try {
      const api = createApi(nginx.url);
      const person = await registerAndConfirm(api, await openMailbox(stack.mailUrl ?? ''), 'Анна Тихонова', 'ru');
      const { accessToken: token } = await signIn(api, person);
      const program = await waitUntilReady(api, token, await orderProgram(api, token));
      const params = { programId: program.id };

      const headers = JSON.parse(readInput(folder, 'headers-of-the-read.json').toString()) as Record<string, string>;
      const read = await api.call(getProgram, { token, params, headers });
      expect(read.headers.get('content-encoding')).toBe('gzip');
      const tag = read.headers.get('etag') ?? '';
      expect(tag).toBe(`W/"${program.version}"`);

      const operation = { op: 'replace', path: '/aim', value: 'Научить проверять программы.' } as const;
      const change = { token, params, headers: { 'if-match': tag }, body: { operations: [operation] } };
      await api.call(patchDocument, change);
      await expectProblem(await api.send(patchDocument, change), preconditionFailed);
    } finally {
      await nginx.stop();
    }
  },
};
