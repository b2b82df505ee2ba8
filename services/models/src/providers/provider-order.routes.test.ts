import { createProvider, listProviders } from '@lyceum/contracts/models/provider';
import { newSpace } from '../../test/factories.ts';
import { service } from '../../test/models-service.ts';

/** As people look things up, whatever the alphabet. */
const ordered = [
  '«Кавычки»',
  '10 шагов',
  'éclair',
  'Excel',
  'әліппе',
  'Программа ёж',
  'Программа ежик',
  'Программа Ёлка',
  'Программа Ель',
];

it('lists providers in the order of the alphabet, page by page', async () => {
  const { as } = newSpace();
  for (const name of [...ordered].sort()) {
    await service.call(createProvider, { as, body: { settings: { kind: 'gigachat', name }, key: 'a key' } });
  }
  const found: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const { body } = await service.call(listProviders, { as, query: { limit: 2, ...(cursor && { cursor }) } });
    found.push(...body.items.map(({ settings }: { settings: { name: string } }) => settings.name));
    more = body.nextCursor !== null;
    cursor = body.nextCursor ?? undefined;
  }
  expect(found).toEqual(ordered);
});
