import assert from 'node:assert/strict';
import { type Case, readInput } from './case.ts';
import { readTrial } from './providers.ts';

const folder = '16-answer-in-reasoning-content';

export const answerInReasoning: Case = {
  folder,
  outcome: 'gives what the server took for thinking when there is nothing else',
  async run(world) {
    const read = await readTrial(world, folder, readInput(folder, 'answer.json'));
    assert.deepEqual(read, { ok: true, answer: { capital: 'Москва' } });
  },
};
