import { enqueue } from '@lyceum/common/outbox';
import { regenerateAnswer } from '@lyceum/contracts/chatbot/message';
import { ask, buildDesk, readMessage } from '../../../test/ask.ts';
import { service } from '../../../test/chatbot-service.ts';
import { MessageEntity } from '../../conversing/message/message.entity.ts';
import { endLostAnswers } from './end-lost-answers.job.ts';

const waitMs = 10 * 60_000;

/** Jobs that Redis has lost together with all it had. */
const loseJobs = () => service.rows((db) => db.query("DELETE FROM outbox WHERE kind = 'job'"));

async function sweep(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context('main'), endLostAnswers, {}));
  await service.runJobs();
}

afterEach(() => service.clock.reset());

it('ends an answer whose writer is gone though nobody reads it, so that its conversation goes on', async () => {
  const desk = await buildDesk();
  const { body } = await ask(desk);
  await service.rows((db) => db.update(MessageEntity, { id: body.answer.id }, { status: 'writing' }));
  await loseJobs();
  await sweep();
  expect((await ask(desk)).status).toBe(202);
  expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'interrupted' });
});

it('ends an answer that nobody has begun after ten minutes, and not before', async () => {
  const desk = await buildDesk();
  const { body } = await ask(desk);
  await loseJobs();
  service.clock.advance(waitMs / 2);
  await sweep();
  expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'queued' });
  service.clock.advance(waitMs);
  await sweep();
  expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'interrupted' });
});

it('counts the wait of an answer that is written anew from then on', async () => {
  const desk = await buildDesk();
  const { body } = await ask(desk);
  await service.runJobs();
  service.clock.advance(2 * waitMs);
  const params = { messageId: body.answer.id };
  expect((await service.call(regenerateAnswer, { as: desk.learner, params })).status).toBe(202);
  await loseJobs();
  await sweep();
  expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'queued' });
});
