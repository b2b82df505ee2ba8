import {
  acceptInvitation,
  createInvitation,
  endEnrolment,
  enrolmentEndedEvent,
  importLearners,
  learnerEnrolled,
  leaveCourse,
} from '@lyceum/contracts/courses/enrolment';
import type { EventContract } from '@lyceum/contracts/define/event';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildLearner, buildPublishedCourse, enrolByTeacher } from '../../../test/factories.ts';
import { listMails } from '../../../test/informing-factories.ts';

/** Delivers all that was published about a course, twice. */
async function deliverAll(event: EventContract, courseId: string): Promise<void> {
  const messages = (await service.outbox(event.name)).filter(({ payload }) => payload['courseId'] === courseId);
  for (const { id, payload } of messages) await service.deliver(event, payload, { id, times: 2 });
}

const end = (as: TestActor, courseId: string, personId: string) =>
  service.call(endEnrolment, { as, params: { courseId, personId } });

describe('the mail about an enrolment', () => {
  it('reaches whom a teacher enrols, once, in both languages', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: personId } = await buildLearner();
    await enrolByTeacher(author, courseId, { personId });
    await deliverAll(learnerEnrolled, courseId);
    const mails = await listMails('enrolled', personId);
    const path = `/courses/${courseId}`;
    expect(mails.map(({ letters }) => letters)).toEqual([
      {
        en: {
          subject: 'You are enrolled in the course “Основы TypeScript”',
          paragraphs: ['Your school has enrolled you in the course “Основы TypeScript”.'],
          action: { label: 'Open the course', path },
          remarks: [],
        },
        ru: {
          subject: 'Вы записаны на курс «Основы TypeScript»',
          paragraphs: ['Школа записала вас на курс «Основы TypeScript».'],
          action: { label: 'Открыть курс', path },
          remarks: [],
        },
      },
    ]);
  });

  it('is one a day of a course, however often a teacher enrols and ends', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: personId } = await buildLearner();
    for (let count = 0; count < 3; count += 1) {
      await enrolByTeacher(author, courseId, { personId });
      await deliverAll(learnerEnrolled, courseId);
      await end(author, courseId, personId);
      await deliverAll(enrolmentEndedEvent, courseId);
    }
    expect([await listMails('enrolled', personId), await listMails('enrolment-ended', personId)]).toMatchObject([[{}], [{}]]);
  });

  it('reaches each person of a table once, and nobody who enrols by themselves or by invitation', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const params = { courseId };
    const listed = await Promise.all([buildLearner(), buildLearner(), buildLearner()]);
    const csv = ['email', ...listed.map(({ id }) => `${id}@example.org`)].join('\n');
    await service.call(importLearners, { as: author, params, body: { csv } });
    await service.call(importLearners, { as: author, params, body: { csv } });
    const { learner } = await buildEnrolment(courseId);
    const guest = await buildLearner();
    const invitation = await service.call(createInvitation, { as: author, params, body: { email: `${guest.id}@example.org` } });
    await service.call(acceptInvitation, { as: guest, params: { invitationId: invitation.body.id } });
    await deliverAll(learnerEnrolled, courseId);
    const counts = await Promise.all([...listed, learner, guest].map(async ({ id }) => (await listMails('enrolled', id)).length));
    expect(counts).toEqual([1, 1, 1, 0, 0]);
  });

  it('is not sent to whoever was ended again before', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: personId } = await buildLearner();
    await enrolByTeacher(author, courseId, { personId });
    await end(author, courseId, personId);
    await deliverAll(learnerEnrolled, courseId);
    expect(await listMails('enrolled', personId)).toEqual([]);
  });
});

describe('the mail about the end of an enrolment', () => {
  it('reaches whom a teacher has ended, once, and nobody who has left', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const { learner: leaver } = await buildEnrolment(courseId);
    await end(author, courseId, learner.id);
    await end(author, courseId, learner.id);
    await service.call(leaveCourse, { as: leaver, params: { courseId } });
    await deliverAll(enrolmentEndedEvent, courseId);
    const [mail, ...others] = await listMails('enrolment-ended', learner.id);
    expect(mail?.letters.ru).toMatchObject({
      subject: 'Ваша запись на курс «Основы TypeScript» прекращена',
      action: { path: `/courses/${courseId}` },
    });
    expect(mail?.letters.en.subject).toBe('Your enrolment in the course “Основы TypeScript” has ended');
    expect([others, await listMails('enrolment-ended', leaver.id)]).toEqual([[], []]);
  });

  it('is not sent to whoever was enrolled again before', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    await end(author, courseId, learner.id);
    await enrolByTeacher(author, courseId, { personId: learner.id });
    await deliverAll(enrolmentEndedEvent, courseId);
    expect(await listMails('enrolment-ended', learner.id)).toEqual([]);
  });
});
