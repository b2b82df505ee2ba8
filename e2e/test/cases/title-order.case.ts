import assert from 'node:assert/strict';
import { listPrograms } from '@lyceum/contracts/program-generation/program';
import { orderVariant } from '../../src/programs.ts';
import { type Case, readInput } from './case.ts';

const folder = '25-title-order';
const ordered = [
  'программа Астра',
  'Программа ёж',
  'Программа ежик',
  'Программа Ёлка',
  'Программа Ель',
  'Программа Жук',
  'Программа яблоко',
];

export const titleOrder: Case = {
  folder,
  outcome: 'titles come in the order of the alphabet, whatever the case, with ё beside е',
  async run({ api, token }) {
    const titles = readInput(folder, 'titles.txt').toString().trim().split('\n');
    for (const title of titles) await orderVariant(api, token, { title });
    const { items } = (await api.call(listPrograms, { token, query: { sort: 'title', limit: 100 } })).body;
    assert.deepEqual(
      items.map(({ title }) => title).filter((title) => titles.includes(title)),
      ordered,
    );
  },
};
