import { generateObject } from '@lyceum/contracts/models/model-answer';
import { toJsonSchema } from '@lyceum/llm/answer-schema';
import {
  buildProvider,
  newSchool,
  openAi,
  openAiSettings,
  question,
  setBudget,
  setProviders,
  titleSchema,
} from '../../test/factories.ts';
import { service } from '../../test/models-service.ts';

it('says that the budget is used up also when the head of the answer is out', async () => {
  const { as, space, callerIn, provider, double } = await newSchool();
  const second = await openAi();
  const { id } = await buildProvider(openAiSettings({ baseUrl: second.baseUrl }), { as });
  await setProviders([provider.id, id], { as });
  double.next({ mode: 'fail', status: 500 });
  const letGo = double.hold();

  const { userId, roles } = callerIn();
  const response = await fetch(`${service.url}/api/v1${generateObject.path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.keys.signForService('program-generation', { now: service.clock.now() })}`,
      'content-type': 'application/json',
      'x-lyceum-person': userId,
      'x-lyceum-roles': roles.join(','),
      'x-lyceum-space': space,
    },
    body: JSON.stringify({ task: 'program', messages: question, schema: JSON.stringify(toJsonSchema(titleSchema)) }),
  });
  // The head has come, so a sign of life has.
  expect(response.status).toBe(200);
  await double.arrived(1);
  await setBudget(as, 'space', 'all', { tokensPerDay: 0 });
  letGo();

  expect(await response.text()).toContain('data: {"type":"budget-exhausted"');
  expect(second.count()).toBe(0);
});
