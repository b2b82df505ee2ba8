import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { readAttachment } from './read-attachment.ts';

const folder = '07-docx-blank-picture';
const paragraph = 'Рабочая программа дисциплины «Физика». Механика, оптика, термодинамика.';

export const docxBlankPicture: Case = {
  folder,
  outcome: 'is read: pictures are never unpacked, so their size there says nothing',
  async run(world) {
    const { status, text } = await readAttachment(world, folder, 'blank-picture.docx');
    assert.equal(status, 'ready');
    assert.equal(text, Array.from({ length: 20 }, () => paragraph).join('\n\n'));
  },
};
