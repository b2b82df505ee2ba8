import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createExport, downloadExport, getExport } from '@lyceum/contracts/program-generation/export';
import { programRequest } from '@lyceum/contracts/program-generation/program-request';
import { ensurePrograms } from '@lyceum/dev-servers/programs/ensure-programs';
import { eventually } from '@lyceum/testing/eventually';
import { orderVariant, waitUntilGenerated } from '../../src/programs.ts';
import { type Case, readInput } from './case.ts';

const folder = '11-pdf-missing-glyphs';

export const pdfGlyphs: Case = {
  folder,
  outcome: 'the PDF has each character of the title and the topics, or the export names it',
  async run({ api, token }) {
    const order = programRequest.parse(JSON.parse(readInput(folder, 'order.json').toString()));
    const { id: programId } = await waitUntilGenerated(api, token, await orderVariant(api, token, order));
    const ordered = await api.call(createExport, { token, params: { programId }, body: { format: 'pdf' } });
    const params = { programId, exportId: ordered.body.id };
    const file = await eventually(async () => {
      const { body } = await api.call(getExport, { token, params });
      assert.equal(body.status, 'ready', `the file is ${body.status}`);
      return body;
    });
    const { body } = await api.call(downloadExport, { token, params });
    const pdf = Buffer.from(await (await fetch(body.location)).arrayBuffer());
    const programs = await ensurePrograms(['pdftotext'], () => {});
    const text = execFileSync(programs.get('pdftotext') ?? '', ['-', '-'], { input: pdf, encoding: 'utf8' });
    const reported = text + file.missingCharacters.join('');
    const lost = [...order.title, ...order.topics.join('')].filter((character) => !reported.includes(character));
    assert.deepEqual(lost, []);
  },
};
