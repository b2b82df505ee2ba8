import assert from 'node:assert/strict';
import { type Case, readInput } from './case.ts';
import { readTrial } from './providers.ts';

const folder = '03-draft-within-think';

export const draftWithinThinking: Case = {
  folder,
  outcome: 'gives what stands after the thinking, however it began',
  async run(world) {
    for (const file of ['answer.json', 'answer-unpaired.json']) {
      const read = await readTrial(world, `${folder}: ${file}`, readInput(folder, file));
      assert.deepEqual(read, { ok: true, answer: { capital: 'Москва' } });
    }
  },
};
