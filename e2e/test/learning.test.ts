import { approveProgram, submitProgram } from '@lyceum/contracts/program-generation/review';
import { login } from '@lyceum/contracts/tokens/session';
import { createApi } from '../src/api.ts';
import * as learning from '../src/learning.ts';
import { openMailbox, waitForMail } from '../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../src/people.ts';
import * as desk from '../src/program-review.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startPrivateStack();
}, 120_000);
afterAll(() => stack?.stop());

/** Anna writes the programme and teaches, Boris approves, Vera learns, and a stranger checks what she gets. */
it('leads from an approved programme to a certificate that a stranger can check, through two revisions', async () => {
  const api = createApi(stack.gatewayUrl);
  const mailbox = await openMailbox(stack.mailUrl ?? '');
  const [anna, vera] = [
    await registerAndConfirm(api, mailbox, 'Анна Ким', 'ru'),
    await registerAndConfirm(api, mailbox, 'Вера Лис', 'ru'),
  ];
  const author = { api, token: (await signIn(api, anna)).accessToken };
  const learner = { api, token: (await signIn(api, vera)).accessToken };
  const approver = { token: (await api.call(login, { body: stack.demo })).body.accessToken };

  const order = { title: 'Типы в TypeScript', kind: 'course-plan', audience: 'Программисты', level: 'beginner' } as const;
  const program = await desk.generate(
    { ...author, locale: 'ru' },
    { ...order, hours: 8, topics: ['Типы', 'Обобщения'], language: 'ru' },
  );
  const params = { programId: program.id };
  await api.call(submitProgram, { token: author.token, params });
  await api.call(approveProgram, { ...approver, params });

  const course = await learning.waitForCourse(author, order.title);
  expect(course.hours).toBe(8);
  await learning.finishCourse(author, course);
  const before = await learning.learnLessons(learner, course);
  expect(before).toMatchObject({ revision: 1, completedAt: null });
  await learning.publishAgain(author, course);
  const after = await learning.readOutline(learner, course);
  expect(after.modules).toEqual(before.modules);
  await learning.passQuiz(learner, course, after);
  await learning.handInEssay(learner, author, course, after);
  expect(await learning.readOutline(learner, course)).toMatchObject({ percent: 100, completedAt: expect.any(String) });

  const certificate = await learning.waitForCertificate(learner);
  expect(certificate).toMatchObject({ learnerName: 'Вера Лис', courseTitle: order.title, hours: 8, score: 100 });
  await learning.checkAsStranger(api, certificate, learner);
  await waitForMail(mailbox, vera.email, 'the mail about the certificate', ({ text }) => text.includes(certificate.number));
}, 180_000);
