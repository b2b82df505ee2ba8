import { discussionReplied } from '@lyceum/contracts/courses/discussion-reply';
import { asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  accept,
  buildDiscussion,
  buildReply,
  buildTalk,
  editReply,
  read,
  readReplies,
  removeReply,
  reopen,
  toCode,
  tryReply,
} from '../../../test/discussion-factories.ts';
import { unknownId } from '../../../test/factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

async function buildAsked() {
  const talk = await buildTalk();
  return { ...talk, discussionId: (await buildDiscussion(talk.asker, talk.inText)).id };
}

describe('POST /courses/discussions/:discussionId/replies', () => {
  it('answers 201 with the reply as clean HTML, makes its writer follow, and says so', async () => {
    const { asker, other, inText, discussionId } = await buildAsked();
    const { status, body } = await tryReply(other, discussionId, 'См. [здесь](https://example.org) <b onclick=y>тут</b>');
    expect(status).toBe(201);
    const link = '<a href="https://example.org" rel="noopener noreferrer nofollow">здесь</a>';
    expect(body).toEqual({
      ...{ id: expect.any(String), discussionId, personId: other.id, name: 'Анна', byTeacher: false, accepted: false },
      ...{ text: 'См. [здесь](https://example.org) <b onclick=y>тут</b>', html: `<p>См. ${link} <b>тут</b></p>\n` },
      ...{ createdAt: moment, editedAt: null, version: 1 },
    });
    expect((await read(other, discussionId)).body).toMatchObject({ replies: 1, followers: 2, following: true, status: 'open' });
    const events = (await service.outbox(discussionReplied.name)).filter(({ payload }) => payload['replyId'] === body.id);
    const payload = { ...inText, discussionId, replyId: body.id, personId: other.id, askerId: asker.id, title: 'Типы' };
    expect(events.map((event) => event.payload)).toEqual([{ ...payload, place: { at: 'lesson' }, occurredAt: moment }]);
  });

  it('says whether somebody wrote it who teaches the course, and leaves the discussion open', async () => {
    const { author, asker, discussionId } = await buildAsked();
    expect((await tryReply(author, discussionId)).body.byTeacher).toBe(true);
    expect((await tryReply(asStaff(), discussionId)).body).toMatchObject({ byTeacher: true, name: '' });
    expect((await read(asker, discussionId)).body).toMatchObject({ status: 'open', answer: null, replies: 2 });
  });

  it('takes 500 replies, however many come at once', async () => {
    const { asker, other, discussionId } = await buildAsked();
    await service.rows((db) => db.query('UPDATE discussions SET replies = 498, last_number = 600 WHERE id = $1', [discussionId]));
    const answers = await Promise.all([asker, other, asker, other, asker].map((person) => tryReply(person, discussionId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409]);
    const refused = await tryReply(asker, discussionId);
    expect(toCode(refused)).toEqual([409, 'discussion.too_many']);
    expect(refused.body.detail).toBe('A discussion has at most 500 replies: start another one.');
    const { body: kept } = answers.find(({ status }) => status === 201) ?? {};
    const writer = kept.personId === asker.id ? asker : other;
    await removeReply(writer, kept.id);
    expect((await tryReply(asker, discussionId)).status).toBe(201);
  });

  it('takes 50 replies of one person, so that nobody fills the discussion of another, and more of teachers', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    await buildReply(other, discussionId);
    await service.rows((db) =>
      db.query(
        `INSERT INTO discussion_replies SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', n))).*
         FROM discussion_replies r, generate_series(100, 147) n WHERE discussion_id = $1`,
        [discussionId],
      ),
    );
    const answers = await Promise.all([1, 2, 3].map(() => tryReply(other, discussionId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect((await tryReply(asker, discussionId)).status).toBe(201);
    await service.rows((db) => db.query('UPDATE discussions SET replies = 500 WHERE id = $1', [discussionId]));
    expect([(await tryReply(asker, discussionId)).status, (await tryReply(author, discussionId)).status]).toEqual([409, 201]);
  });

  it('answers 400 to no text and to 5,001 characters', async () => {
    const { other, discussionId } = await buildAsked();
    for (const words of ['', 'а'.repeat(5001)])
      expect(toCode(await tryReply(other, discussionId, words))).toEqual([400, 'request.invalid']);
  });

  it('shows what formulas would make too long as its source', async () => {
    const { other, discussionId } = await buildAsked();
    const formulas = '$x$ '.repeat(1250).trim();
    expect((await tryReply(other, discussionId, formulas)).body.html).toBe(`<p>${formulas}</p>`);
    expect((await tryReply(other, discussionId, 'Ответ $x$.')).body.html).toContain('<math');
  });
});

describe('GET /courses/discussions/:discussionId/replies', () => {
  it('lists in pages the oldest first, the answer marked', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    const ids: string[] = [];
    for (const person of [other, author, asker]) ids.push((await buildReply(person, discussionId)).id);
    await accept(asker, ids[1] ?? '');
    const page = await readReplies(other, discussionId, { limit: 2 });
    expect(page.body.items).toMatchObject([
      { id: ids[0], accepted: false, byTeacher: false },
      { id: ids[1], accepted: true, byTeacher: true },
    ]);
    expect((await readReplies(other, discussionId, { limit: 2, cursor: page.body.nextCursor })).body).toMatchObject({
      items: [{ id: ids[2] }],
      nextCursor: null,
    });
    expect(toCode(await readReplies(other, discussionId, { limit: 101 as never }))).toEqual([400, 'request.invalid']);
  });
});

describe('PATCH /courses/discussions/replies/:replyId', () => {
  it('answers 200 with the reply written anew, once for each version, and 403 to others', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    const { id } = await buildReply(other, discussionId);
    service.clock.advance(1000);
    const { status, body } = await editReply(other, id, '*Иначе*', { 'if-match': '"1"' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ html: '<p><em>Иначе</em></p>\n', editedAt: '2026-11-20T10:00:01.000Z', version: 2 });
    expect(toCode(await editReply(other, id, 'Снова', { 'if-match': '"1"' }))).toEqual([412, 'precondition.failed']);
    expect(toCode(await editReply(other, id, ''))).toEqual([400, 'request.invalid']);
    for (const person of [author, asker]) expect(toCode(await editReply(person, id))).toEqual([403, 'auth.forbidden']);
    expect(toCode(await editReply(other, unknownId))).toEqual([404, 'reply.not_found']);
  });
});

describe('DELETE /courses/discussions/replies/:replyId', () => {
  it('answers 204 to its writer and to authors, and opens the discussion whose answer it was', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    const own = await buildReply(other, discussionId);
    const answer = await buildReply(other, discussionId);
    await accept(asker, answer.id);
    expect(toCode(await removeReply(asker, own.id))).toEqual([403, 'auth.forbidden']);
    expect(toCode(await removeReply(asStaff(), own.id))).toEqual([403, 'auth.forbidden']);
    expect((await removeReply(other, own.id)).status).toBe(204);
    expect((await read(asker, discussionId)).body).toMatchObject({ replies: 1, status: 'answered' });
    expect((await removeReply(author, answer.id)).status).toBe(204);
    expect((await read(asker, discussionId)).body).toMatchObject({ replies: 0, status: 'open', answer: null });
    expect(toCode(await removeReply(author, answer.id))).toEqual([404, 'reply.not_found']);
  });
});

describe('POST /courses/discussions/replies/:replyId/accept', () => {
  it('answers 200 to who asks and to authors; a repeat changes nothing, another reply answers 409', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    const first = await buildReply(other, discussionId);
    const second = await buildReply(author, discussionId);
    expect((await accept(asker, first.id)).body).toMatchObject({ id: first.id, accepted: true });
    expect((await accept(author, first.id)).status).toBe(200);
    const answered = { status: 'answered', answer: { replyId: first.id, byTeacher: false }, version: 2 };
    expect((await read(other, discussionId)).body).toMatchObject(answered);
    expect(toCode(await accept(asker, second.id))).toEqual([409, 'discussion.answered']);
    await reopen(asker, discussionId);
    expect((await accept(author, second.id)).status).toBe(200);
    expect((await read(other, discussionId)).body.answer).toEqual({ replyId: second.id, byTeacher: true });
  });

  it('accepts one of two at once', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    const first = await buildReply(other, discussionId);
    const second = await buildReply(author, discussionId);
    const answers = await Promise.all([accept(asker, first.id), accept(author, second.id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('answers 403 to bystanders, writers of the reply and who only looks at all courses', async () => {
    const { other, discussionId } = await buildAsked();
    const { id } = await buildReply(other, discussionId);
    for (const person of [other, asStaff()]) expect(toCode(await accept(person, id))).toEqual([403, 'auth.forbidden']);
  });
});

describe('POST /courses/discussions/:discussionId/reopen', () => {
  it('answers 200 without the answer; a repeat changes nothing', async () => {
    const { author, asker, other, discussionId } = await buildAsked();
    await accept(asker, (await buildReply(other, discussionId)).id);
    expect(toCode(await reopen(other, discussionId))).toEqual([403, 'auth.forbidden']);
    const open = { status: 'open', answer: null, version: 3 };
    expect((await reopen(author, discussionId)).body).toMatchObject(open);
    expect((await reopen(asker, discussionId)).body).toMatchObject(open);
    expect(toCode(await reopen(asker, unknownId))).toEqual([404, 'discussion.not_found']);
  });
});
