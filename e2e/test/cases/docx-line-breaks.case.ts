import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { readAttachment } from './read-attachment.ts';

const folder = '08-docx-line-breaks';

export const docxLineBreaks: Case = {
  folder,
  outcome: 'is read with its lines divided',
  async run(world) {
    const { text } = await readAttachment(world, folder, 'linebreak.docx');
    assert.equal(text, 'Цели курса:\nзнать основы\nуметь применять\nвладеть навыками');
  },
};
