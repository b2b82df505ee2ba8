import { listCourseDiscussions, unfollowDiscussion } from '@lyceum/contracts/courses/discussion';
import { endEnrolment, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import { asStaff } from '@lyceum/testing/actors';
import { service } from './courses-service.ts';
import {
  accept,
  buildDiscussion,
  buildReply,
  buildTalk,
  edit,
  editReply,
  follow,
  list,
  read,
  readReplies,
  remove,
  removeReply,
  reopen,
  toCode,
  tryAsk,
  tryReply,
} from './discussion-factories.ts';
import { buildCohort, buildEnrolment, buildLearner, buildPublishedCourse, changeLesson, text } from './factories.ts';

/** A discussion of a lesson that is closed to the learners, who are in front of it, with a reply. */
async function buildLocked() {
  const talk = await buildTalk({ sequential: true });
  const { id } = await buildDiscussion(talk.author, talk.inVideo, { place: { at: 'second', second: 3 }, text: 'Тайна урока' });
  const { id: replyId } = await buildReply(talk.author, id, 'Тайна ответа');
  return { ...talk, id, replyId };
}

/** A discussion of an open lesson, asked by one learner and answered by another. */
async function buildOpen() {
  const talk = await buildTalk();
  const { id } = await buildDiscussion(talk.asker, talk.inText, { text: 'Тайна урока' });
  const { id: replyId } = await buildReply(talk.other, id, 'Тайна ответа');
  const { learner: bystander } = await buildEnrolment(talk.courseId);
  return { ...talk, id, replyId, bystander };
}

type Locked = Awaited<ReturnType<typeof buildLocked>>;
type Open = Awaited<ReturnType<typeof buildOpen>>;
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: { readonly code?: string };
}

const locked = [403, 'lesson.locked'];
const forbidden = [403, 'auth.forbidden'];

describe('a lesson that is closed to a learner', () => {
  it.each<[string, (talk: Locked) => Promise<Answer>]>([
    ['the list', ({ asker, inVideo }) => list(asker, inVideo)],
    ['the list of one’s own', ({ asker, inVideo }) => list(asker, inVideo, { own: 'true' })],
    ['a question', ({ asker, inVideo }) => tryAsk(asker, inVideo)],
    ['a discussion by its id', ({ asker, id }) => read(asker, id)],
    ['its replies', ({ asker, id }) => readReplies(asker, id)],
    ['a reply', ({ asker, id }) => tryReply(asker, id)],
    ['following', ({ asker, id }) => follow(asker, id)],
    ['editing', ({ asker, id }) => edit(asker, id)],
    ['deleting', ({ asker, id }) => remove(asker, id)],
    ['opening again', ({ asker, id }) => reopen(asker, id)],
    ['editing a reply', ({ asker, replyId }) => editReply(asker, replyId)],
    ['deleting a reply', ({ asker, replyId }) => removeReply(asker, replyId)],
    ['accepting a reply', ({ asker, replyId }) => accept(asker, replyId)],
    ['a discussion for who is not enrolled', async ({ id }) => read(await buildLearner(), id)],
    ['a reply of who is not enrolled', async ({ id }) => tryReply(await buildLearner(), id)],
  ])('answers 403 to %s, without a word of it', async (_, ask) => {
    const answer = await ask(await buildLocked());
    expect(toCode(answer)).toEqual(locked);
    expect(answer.text).not.toContain('Тайна');
  });
});

describe('an enrolment that was ended', () => {
  it.each<[string, (talk: Open) => Promise<unknown>]>([
    [
      'by a teacher',
      ({ author, courseId, asker }) => service.call(endEnrolment, { as: author, params: { courseId, personId: asker.id } }),
    ],
    ['by oneself', ({ courseId, asker }) => service.call(leaveCourse, { as: asker, params: { courseId } })],
  ])('%s closes one’s own discussion as it closes the lesson', async (_, end) => {
    const talk = await buildOpen();
    await end(talk);
    const { asker, inText, id, replyId } = talk;
    for (const answer of [await read(asker, id), await list(asker, inText), await edit(asker, id), await accept(asker, replyId)])
      expect(toCode(answer)).toEqual(locked);
  });
});

describe('what belongs to others', () => {
  it.each<[string, (talk: Open) => Promise<Answer>, readonly unknown[]]>([
    ['a discussion of another learner is not edited', ({ bystander, id }) => edit(bystander, id), forbidden],
    ['nor deleted', ({ bystander, id }) => remove(bystander, id), forbidden],
    ['a reply of another learner is not edited', ({ asker, replyId }) => editReply(asker, replyId), forbidden],
    ['nor deleted, also by who asks', ({ asker, replyId }) => removeReply(asker, replyId), forbidden],
    ['nor accepted by a bystander', ({ bystander, replyId }) => accept(bystander, replyId), forbidden],
    ['nor by its writer', ({ other, replyId }) => accept(other, replyId), forbidden],
    ['a discussion is not opened again by a bystander', ({ bystander, id }) => reopen(bystander, id), forbidden],
    ['staff who do not teach the course delete nothing', ({ id }) => remove(asStaff(), id), forbidden],
    ['a learner does not see who of a cohort asks', listCohortAsLearner, forbidden],
    ['an author of another course is a stranger', async ({ id }) => read(await buildForeignAuthor(), id), locked],
    ['and does not see the list of the course', listAsForeignAuthor, [404, 'enrolment.not_found']],
    ['a lesson is not read under another course', listUnderOther, [404, 'lesson.not_found']],
    ['nor asked about under it', askUnderOther, [404, 'lesson.not_found']],
    ['an id of a discussion is no reply', ({ asker, id }) => accept(asker, id), [404, 'reply.not_found']],
    ['an id of a reply is no discussion', ({ asker, replyId }) => read(asker, replyId), [404, 'discussion.not_found']],
  ])('%s', async (_, ask, code) => {
    const talk = await buildOpen();
    expect(toCode(await ask(talk))).toEqual(code);
    const { body } = await read(talk.asker, talk.id);
    expect(body).toMatchObject({ text: 'Тайна урока', status: 'open', replies: 1, version: 1 });
  });

  it.each(['asked', 'following', undefined] as const)('a learner lists no discussion of others: %s', async (mine) => {
    const { bystander, courseId } = await buildOpen();
    const answer = await service.call(listCourseDiscussions, { as: bystander, params: { courseId }, query: { mine } });
    expect([answer.status, answer.body.items]).toEqual([200, []]);
  });

  it('a reply of another lesson is accepted there alone', async () => {
    const { asker, other, inVideo, id } = await buildOpen();
    const elsewhere = await buildDiscussion(other, inVideo);
    const { id: replyId } = await buildReply(other, elsewhere.id);
    expect(toCode(await accept(asker, replyId))).toEqual(forbidden);
    expect((await accept(other, replyId)).status).toBe(200);
    expect((await read(asker, id)).body.answer).toBeNull();
  });

  it('another space knows nothing of it', async () => {
    const { author, courseId, inText, id, replyId } = await buildOpen();
    const stranger = { ...author, space: 'elsewhere', roles: ['admin' as const] };
    const unknown = [404, 'discussion.not_found'];
    const answers = [
      await read(stranger, id),
      await readReplies(stranger, id),
      await tryReply(stranger, id),
      await follow(stranger, id),
    ];
    answers.push(await edit(stranger, id), await remove(stranger, id), await reopen(stranger, id));
    answers.push(await service.call(unfollowDiscussion, { as: stranger, params: { discussionId: id } }));
    for (const answer of answers) expect(toCode(answer)).toEqual(unknown);
    for (const answer of [
      await accept(stranger, replyId),
      await removeReply(stranger, replyId),
      await editReply(stranger, replyId),
    ])
      expect(toCode(answer)).toEqual([404, 'reply.not_found']);
    for (const answer of [
      await list(stranger, inText),
      await service.call(listCourseDiscussions, { as: stranger, params: { courseId } }),
    ])
      expect(toCode(answer)).toEqual([404, 'course.not_found']);
  });

  it('what was deleted is not read, answered, followed or accepted any more', async () => {
    const { author, asker, id, replyId } = await buildOpen();
    await remove(author, id);
    for (const answer of [
      await read(asker, id),
      await readReplies(asker, id),
      await tryReply(asker, id),
      await follow(asker, id),
    ])
      expect(toCode(answer)).toEqual([404, 'discussion.not_found']);
    for (const answer of [await accept(asker, replyId), await editReply(asker, replyId), await removeReply(asker, replyId)])
      expect(toCode(answer)).toEqual([404, 'reply.not_found']);
  });

  it('a place of a draft is none before it is published', async () => {
    const { author, asker, courseId, inText } = await buildOpen();
    const blocks = [{ id: 'secret', type: 'markdown' as const, text: 'Ещё не опубликовано.' }];
    await changeLesson(author, courseId, inText.lessonId, { content: { type: 'text', blocks } });
    const place = { at: 'block', blockId: 'secret' } as const;
    expect(toCode(await tryAsk(asker, inText, { place }))).toEqual([422, 'discussion.place_unknown']);
  });
});

describe('hostile words', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a handler', '<b onmouseover="alert(1)">жирно</b>'],
    ['a picture that fails', '<img src=x onerror=alert(1)>'],
    ['a link that runs', '[сюда](javascript:alert(1))'],
    ['a link of HTML that runs', '<a href="jAvAsCrIpT:alert(1)">сюда</a>'],
    ['a link to data', '[сюда](data:text/html,<script>alert(1)</script>)'],
    ['a frame', '<iframe src="https://example.org"></iframe>'],
    ['a form', '<form action="https://example.org"><input name=password></form>'],
    ['a style', '<style>*{display:none}</style><p style="position:fixed">x</p>'],
    ['a drawing', '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>'],
    ['a formula that links', '$\\href{javascript:alert(1)}{x}$'],
    ['a tag within a tag', '<scr<script>ipt>alert(1)</scr</script>ipt>'],
  ])('%s does nothing in what is shown of them', async (_, words) => {
    const { asker, other, inText } = await buildTalk();
    const question = await buildDiscussion(asker, inText, { text: words, quote: words });
    const reply = await buildReply(other, question.id, words);
    const shown = [question.html, reply.html, (await edit(asker, question.id, words)).body.html];
    shown.push((await editReply(other, reply.id, words)).body.html, (await list(asker, inText)).body.items[0].html);
    for (const html of shown) {
      expect(html).not.toMatch(/<(?:script|iframe|form|input|style|svg)|<[^>]*\s(?:on\w+|style|name)\s*=/i);
      expect(html).not.toMatch(/(?:href|src)\s*=\s*"?\s*(?:javascript|data):/i);
    }
    expect(question.quote).toBe(words);
  });

  it.each(['а'.repeat(100_001), `${'e'}${'\u0301'.repeat(31)}`, 'нуль \u0000', '\ud800'])(
    'are refused by the contract (%#)',
    async (words) => {
      const { asker, other, inText } = await buildTalk();
      const { id } = await buildDiscussion(asker, inText);
      const { id: replyId } = await buildReply(other, id);
      const answers = [await tryAsk(asker, inText, { text: words }), await tryAsk(asker, inText, { quote: words })];
      answers.push(await edit(asker, id, words), await tryReply(other, id, words), await editReply(other, replyId, words));
      for (const answer of answers) expect(toCode(answer)).toEqual([400, 'request.invalid']);
    },
  );
});

async function buildForeignAuthor() {
  const { author } = await buildPublishedCourse({ lessons: [{ content: text() }] });
  return { ...author, roles: ['user' as const] };
}

async function listAsForeignAuthor({ courseId }: Open) {
  return service.call(listCourseDiscussions, { as: await buildForeignAuthor(), params: { courseId } });
}

async function listCohortAsLearner({ author, bystander, courseId }: Open) {
  const { id: cohortId } = await buildCohort(author, courseId);
  return service.call(listCourseDiscussions, { as: bystander, params: { courseId }, query: { cohortId } });
}

async function listUnderOther({ asker, inText }: Open) {
  const { courseId } = await buildPublishedCourse({ lessons: [{ content: text() }] });
  await buildEnrolment(courseId, asker);
  return list(asker, { ...inText, courseId });
}

async function askUnderOther({ asker, inText }: Open) {
  const { courseId } = await buildPublishedCourse({ lessons: [{ content: text() }] });
  await buildEnrolment(courseId, asker);
  return tryAsk(asker, { ...inText, courseId });
}
