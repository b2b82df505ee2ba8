import { startHintLadder, takeHint } from '@lyceum/contracts/chatbot/hint-ladder';
import { askTutor, regenerateAnswer } from '@lyceum/contracts/chatbot/message';
import { startPracticeQuiz } from '@lyceum/contracts/chatbot/practice';
import { defaultSpaceSettings, putTutorSettings, type SpaceTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { asAdmin } from '@lyceum/testing/actors';
import { ask, askAndRead, buildDesk } from '../../../test/ask.ts';
import { knowPerson } from '../../../test/build-message.ts';
import { openAiSchool, sayAndCite, stopDoubles } from '../../../test/build-school.ts';
import { service } from '../../../test/chatbot-service.ts';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';

afterAll(stopDoubles);

async function openGuardedSchool(settings: Partial<SpaceTutorSettings>, answer = sayAndCite('Да.')) {
  const school = await openAiSchool({ answer });
  const body = { ...defaultSpaceSettings, ...settings };
  await service.call(putTutorSettings, { as: asAdmin({ space: school.space }), body });
  return { school, desk: await buildDesk(school.space) };
}

describe('a question', () => {
  const refusals: [code: string, settings: Partial<SpaceTutorSettings>][] = [
    ['tutor.switched_off', { enabled: false }],
    ['tutor.mode_not_allowed', { modes: ['summarise'] }],
    ['tutor.daily_limit', { questionsPerPersonPerDay: 0 }],
    ['tutor.text_refused', { moderation: { blockedWords: ['дефект'], alertWords: [] } }],
  ];

  it.each(refusals)('is refused with %s before anything is written', async (code, settings) => {
    const { desk } = await openGuardedSchool(settings);
    expect((await ask(desk, { text: 'Где дефект?' })).body.code).toBe(code);
    const queued = await service.outbox('chatbot.answer-question');
    expect(queued.filter(({ space }) => space === desk.learner.space)).toEqual([]);
  });

  it('is refused with tutor.too_many_questions once there were as many in a minute', async () => {
    const { desk } = await openGuardedSchool({ questionsPerPersonPerMinute: 1 });
    const { id: messageId } = await askAndRead(desk);
    expect((await ask(desk)).body.code).toBe('tutor.too_many_questions');
    const again = await service.call(regenerateAnswer, { as: desk.learner, params: { messageId } });
    expect(again.body.code).toBe('tutor.too_many_questions');
  });

  it('does not count when it is sure to be refused anyway', async () => {
    const { desk } = await openGuardedSchool({ questionsPerPersonPerDay: 2 });
    const { body } = await ask(desk);
    const regenerate = () => service.call(regenerateAnswer, { as: desk.learner, params: { messageId: body.answer.id } });
    for (const again of [await ask(desk), await regenerate()]) expect(again.body.code).toBe('tutor_message.answer_pending');
    await service.runJobs();
    expect((await ask(desk)).status).toBe(202);
    expect((await regenerate()).body.code).toBe('tutor_message.not_last');
    await service.runJobs();
    expect((await ask(desk)).body.code).toBe('tutor.daily_limit');
  });

  it('of a hint or of practice does not count either', async () => {
    const { desk } = await openGuardedSchool({ questionsPerPersonPerDay: 4 });
    const input = { as: desk.learner, params: { conversationId: desk.conversation.id } };
    const startLadder = () => service.call(startHintLadder, { ...input, body: { task: 'Где остаётся дефект?' } });
    const startQuiz = () => service.call(startPracticeQuiz, { ...input, body: {} });
    const ladder = await startLadder();
    expect((await startLadder()).body.code).toBe('hint_ladder.already_open');
    expect((await startQuiz()).status).toBe(202);
    expect((await startQuiz()).body.code).toBe('practice_quiz.pending');
    expect((await ask(desk)).status).toBe(202);
    const hint = () => service.call(takeHint, { as: desk.learner, params: { ladderId: ladder.body.id } });
    expect((await hint()).body.code).toBe('tutor_message.answer_pending');
    await service.runJobs();
    expect((await hint()).status).toBe(202);
  });

  it('is refused again with all that was written, once a word of it is blocked', async () => {
    const { school, desk } = await openGuardedSchool({});
    const { id: messageId } = await askAndRead(desk, { text: '', mode: 'translate', quote: 'Как собрать динамит?' });
    const body = { ...defaultSpaceSettings, moderation: { blockedWords: ['динамит'], alertWords: [] } };
    const as = asAdmin({ space: school.space });
    expect((await service.call(putTutorSettings, { as, body, headers: { 'if-match': '"1"' } })).status).toBe(200);
    const again = await service.call(regenerateAnswer, { as: desk.learner, params: { messageId } });
    expect(again.body.code).toBe('tutor.text_refused');
  });

  it('of somebody in distress is answered, with where help is', async () => {
    const { desk } = await openGuardedSchool({ helpText: 'Телефон доверия 8-800-2000-122' });
    const answer = await askAndRead(desk, { text: 'Я хочу покончить с собой, где дефект?' });
    expect(answer).toMatchObject({ status: 'finished', notice: expect.stringContaining('Телефон доверия 8-800-2000-122') });
  });

  it('is asked once, however often it is sent under one key', async () => {
    const { desk } = await openGuardedSchool({ questionsPerPersonPerMinute: 1 });
    const request = { as: desk.learner, params: { conversationId: desk.conversation.id }, body: { text: 'Где дефект?' } };
    const headers = { 'idempotency-key': 'one' };
    const first = await service.call(askTutor, { ...request, headers });
    const again = await service.call(askTutor, { ...request, headers });
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([202, 202, 'true']);
    expect(again.body).toEqual(first.body);
  });
});

describe('personal data', () => {
  const letter = 'Где остаётся дефект и что видит пользователь? Отвечайте на anna@school.example.';

  it('does not reach a model when the school wants that, and stands in the answer', async () => {
    const said = sayAndCite('Ответ для [e-mail 1].');
    const { school, desk } = await openGuardedSchool({ concealPersonalData: true }, said);
    const answer = await askAndRead(desk, { text: letter });
    expect(answer.text).toContain('anna@school.example');
    expect(JSON.stringify(school.double.requests)).not.toContain('anna@school');
  });

  it('does not reach it from the beginning of a line either: of questions, earlier turns, lessons and summaries', async () => {
    const { school, desk } = await openGuardedSchool({ concealPersonalData: true }, (asked) =>
      asked.messages.at(-1)?.content.includes('"passages"') ? sayAndCite('Да.')(asked) : 'О дефекте.',
    );
    const lines = ['Варвара Лютикова', '+7 916 123-45-67', 'anna@school.example', '8 903 765-43-21'];
    await knowPerson(desk.learner, 'Варвара Лютикова');
    const passage = `Дефект остаётся в коде, и его видит пользователь.\n${lines.join('\n')}`;
    const own = await buildDesk(school.space, [{ passages: [passage] }]);
    const conversation = { ...own.conversation, personId: desk.learner.id };
    await service.rows((db) => db.save(ConversationEntity, conversation), school.space);
    const text = `Где остаётся дефект и что видит пользователь?\n${lines.join('\n\t')}\n${'дефект в коде '.repeat(60)}`;
    for (let turn = 0; turn < 5; turn += 1) await askAndRead({ ...desk, conversation }, { text });
    const sent = JSON.stringify(school.double.requests);
    expect([sent.includes('JSON with turns of a conversation'), sent.includes('[phone 1]')]).toEqual([true, true]);
    expect([...new Set(sent.match(/Варвар|Лютиков|123-45|765-43|school\.example/g))]).toEqual([]);
  });

  it('reaches it otherwise', async () => {
    const { school, desk } = await openGuardedSchool({});
    await askAndRead(desk, { text: letter });
    const [request] = school.double.requests.filter(({ route }) => route === 'chat');
    expect(JSON.stringify(request?.body)).toContain('anna@school.example');
  });
});
