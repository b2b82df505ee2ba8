import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { readAttachment } from './read-attachment.ts';

const folder = '18-docx-fields-and-notes';

export const docxFieldsAndNotes: Case = {
  folder,
  outcome: 'is read with the results of fields, and with notes after what they belong to',
  async run(world) {
    assert.equal((await readAttachment(world, folder, 'simple-field.docx')).text, 'Дисциплина: Физика');
    assert.equal((await readAttachment(world, folder, 'footnote.docx')).text, 'Основной текст\n\nТекст сноски');
  },
};
