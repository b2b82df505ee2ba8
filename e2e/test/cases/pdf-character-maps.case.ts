import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { readAttachment } from './read-attachment.ts';

const folder = '20-pdf-predefined-cmap';

export const pdfCharacterMaps: Case = {
  folder,
  outcome: 'is read by the character map that it names',
  async run(world) {
    const { status, text } = await readAttachment(world, folder, 'cjk.pdf');
    assert.deepEqual([status, text], ['ready', '日本語']);
  },
};
