import { temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';
import { createApi } from '../../src/api.ts';
import { openMailbox } from '../../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../../src/people.ts';
import { download, orderProgram, waitUntilReady } from '../../src/programs.ts';
import { startPrivateStack } from '../private-stack.ts';
import { type Case, readInput } from './case.ts';

const folder = '02-cyrillic-path';

export const cyrillicPath: Case = {
  folder,
  outcome: 'a stack becomes ready in a folder with Cyrillic letters and a space, sends a mail and makes a document',
  async run() {
    const name = readInput(folder, 'folder-name.txt').toString().trimEnd();
    const stack = await startPrivateStack({}, temporaryDataDir(` ${name}`));
    try {
      const api = createApi(stack.gatewayUrl);
      const mailbox = await openMailbox(stack.mailUrl ?? '');
      const person = await registerAndConfirm(api, mailbox, 'Вера Ильина', 'ru');
      const { accessToken } = await signIn(api, person);
      const program = await waitUntilReady(api, accessToken, await orderProgram(api, accessToken));
      expect(await download(api, accessToken, program)).toBeGreaterThan(1_000);
    } finally {
      await stack.stop();
    }
  },
};
