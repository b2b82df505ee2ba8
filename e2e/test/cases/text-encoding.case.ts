import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { readAttachment } from './read-attachment.ts';

const folder = '06-utf8-with-one-bad-byte';

export const textEncoding: Case = {
  folder,
  outcome: 'is read as UTF-8, and its author is told of what could not be read',
  async run(world) {
    const beginnings = {
      'cut-start.txt': '\uFFFDетодики и практики, лекции и задачи.',
      'utf8-onebyte.txt': 'Методики и практики, лекции и задачи.',
      'utf8-mixed.txt': 'Заметки преподавателя. Заметки преподавателя.',
    };
    for (const [name, beginning] of Object.entries(beginnings)) {
      const { status, warnings, text } = await readAttachment(world, folder, name);
      assert.deepEqual([status, warnings], ['ready', ['unknown-characters']], name);
      assert.equal(text?.slice(0, beginning.length), beginning, name);
    }
  },
};
