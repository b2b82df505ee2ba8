import assert from 'node:assert/strict';
import { exportProgram } from '@lyceum/contracts/program-generation/export';
import { orderVariant, waitUntilGenerated } from '../../src/programs.ts';
import { type Case, readInput } from './case.ts';

const folder = '10-download-name';

export const downloadName: Case = {
  folder,
  outcome: 'a download has a name for clients that know ASCII alone, and its own for all others',
  async run({ api, token }) {
    const title = readInput(folder, 'title.txt').toString().trim();
    const program = await waitUntilGenerated(api, token, await orderVariant(api, token, { title }));
    const { body } = await api.call(exportProgram, { token, params: { programId: program.id }, query: {} });
    const { headers } = await fetch(body.location);
    const name = encodeURIComponent('Программа «Щука и ёж» 你好 a b ✓.docx');
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="Programma _Shchuka i yozh_ _ a b.docx"; filename*=UTF-8''${name}`,
    );
  },
};
