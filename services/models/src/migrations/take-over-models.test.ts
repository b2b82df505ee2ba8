import { createDataSource } from '@lyceum/common/run/data-source';
import { listProviders } from '@lyceum/contracts/models/provider';
import { ask, getCalls, newSchool } from '../../test/factories.ts';
import { service } from '../../test/models-service.ts';
import { CreateModels1763770010000 } from './1763770010000-create-models.ts';
import { SortProviders1764367210000 } from './1764367210000-sort-providers.ts';
import { TakeOverModels1796000000000 } from './1796000000000-take-over-models.ts';

const tables = ['providers', 'tasks', 'budgets', 'budget_days', 'calls', 'settings'];

it('takes over the providers of an installation that kept them elsewhere, with keys that open, and the order of its tasks', async () => {
  const school = await newSchool({ name: 'kept' }, { apiKey: 'a key' });
  const owner = await createDataSource({
    url: service.testDatabase.ownerUrl,
    schema: 'program_generation',
    entities: [],
  }).initialize();
  const former = owner.createQueryRunner();
  await new CreateModels1763770010000().up(former);
  await new SortProviders1764367210000().up(former);
  for (const name of tables) {
    await former.query(`INSERT INTO program_generation.model_${name} SELECT * FROM models.model_${name}`);
    await former.query(`DELETE FROM models.model_${name}`);
  }
  expect((await service.call(listProviders, { as: school.as })).body.items).toEqual([]);
  await owner.destroy();

  const taking = await createDataSource({ url: service.testDatabase.ownerUrl, schema: 'models', entities: [] }).initialize();
  await new TakeOverModels1796000000000().up(taking.createQueryRunner());
  await taking.destroy();

  const { body } = await service.call(listProviders, { as: school.as });
  expect(body.items).toEqual([school.provider]);
  const { model } = await ask(school.callerIn());
  expect(model).toBe('kept/test-model');
  expect(await getCalls(school.as)).toHaveLength(1);
});
