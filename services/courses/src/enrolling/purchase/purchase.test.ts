import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import { updateCourse } from '@lyceum/contracts/courses/course';
import { endEnrolment, enrol, leaveCourse, listLearners, listOwnEnrolments } from '@lyceum/contracts/courses/enrolment';
import { createCode } from '@lyceum/contracts/courses/enrolment-code';
import { purchaseDelivered, purchaseRefused } from '@lyceum/contracts/courses/purchase';
import { orderPaid, orderRefunded } from '@lyceum/contracts/ecommerce/order';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildCourse,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  type PublishedCourse,
  unknownId,
} from '../../../test/factories.ts';
import { resumePurchasesSchedule } from './resume-purchases.job.ts';

const buildPaidCourse = () => buildPublishedCourse({ price: { amount: 990_00, currency: 'RUB' } });

interface Item {
  readonly courseId: string;
  readonly cohortId?: string | null;
  readonly kind?: string;
}

const buildOrder = ({ id: personId }: TestActor, ...items: readonly Item[]) => ({
  orderId: randomUUID(),
  personId,
  items: items.map(({ courseId, cohortId = null, kind = 'course' }) => ({
    itemId: randomUUID(),
    kind,
    productId: courseId,
    cohortId,
  })),
  occurredAt: '2026-11-20T10:00:00.000Z',
});

type Order = ReturnType<typeof buildOrder>;

async function tell(event: typeof orderPaid | typeof orderRefunded, order: Order, space = 'main'): Promise<void> {
  if (event === orderPaid) await service.deliver(orderPaid, order, { space });
  else await service.deliver(orderRefunded, order, { space });
  await service.runJobs();
}

const pay = async (person: TestActor, ...items: readonly Item[]) => {
  const order = buildOrder(person, ...items);
  await tell(orderPaid, order, person.space);
  return order;
};

/** What the shop hears of an order. */
async function hear({ orderId }: Order): Promise<string[]> {
  const reports = [...(await service.outbox(purchaseDelivered.name)), ...(await service.outbox(purchaseRefused.name))];
  return reports
    .filter(({ payload }) => payload['orderId'] === orderId)
    .map(({ payload }) => String(payload['code'] ?? 'delivered'))
    .toSorted();
}

async function findEnrolment(as: TestActor, courseId: string) {
  const { body } = await service.call(listOwnEnrolments, { as });
  const one = body.items.find((item: { courseId: string }) => item.courseId === courseId);
  return one && `${one.status} ${one.source}`;
}

const tryEnrol = async (as: TestActor, courseId: string) => {
  const { status, body } = await service.call(enrol, { as, params: { courseId }, body: {} });
  return [status, body.code];
};

describe('an order that is paid', () => {
  it('enrols who bought a course, into the cohort that was chosen, and tells the shop once', async () => {
    const course = await buildPaidCourse();
    const cohort = await buildCohort(course.author, course.courseId, { seats: 1 });
    const learner = await buildLearner();
    expect(await tryEnrol(learner, course.courseId)).toEqual([402, 'enrolment.paid']);
    const order = await pay(learner, { courseId: course.courseId, cohortId: cohort.id }, { courseId: unknownId, kind: 'book' });
    await Promise.all([1, 2, 3].map(() => tell(orderPaid, order)));
    expect(await findEnrolment(learner, course.courseId)).toBe('active order');
    expect(await hear(order)).toEqual(['delivered']);
    const params = { courseId: course.courseId };
    const { body } = await service.call(listLearners, { as: course.author, params, query: { cohortId: cohort.id } });
    expect(body.items).toMatchObject([{ personId: learner.id, source: 'order' }]);
  });

  it.each([
    ['is unknown', async () => ({ courseId: unknownId }), 'course.not_found'],
    ['is a draft', async () => ({ courseId: (await buildCourse(asStaff())).id }), 'course.wrong_status'],
    ['has no such cohort', async () => ({ ...(await buildPaidCourse()), cohortId: unknownId }), 'cohort.not_found'],
    [
      'is of another space',
      async () => buildPublishedCourse({ author: asStaff({ space: 'shop-elsewhere' }) }),
      'course.not_found',
    ],
  ])('is refused for a course that %s, and the other courses of the order are delivered', async (_, build, code) => {
    const learner = await buildLearner();
    const item: Item = await build();
    const { courseId } = await buildPaidCourse();
    expect(await hear(await pay(learner, item, { courseId }))).toEqual([code, 'delivered']);
    expect(await findEnrolment(learner, courseId)).toBe('active order');
  });

  it('is refused to whoever is in the course already, and to whom a teacher has put out', async () => {
    const course = await buildPaidCourse();
    const learner = await buildLearner();
    await enrolByTeacher(course.author, course.courseId, { personId: learner.id });
    expect(await hear(await pay(learner, course))).toEqual(['enrolment.exists']);
    await service.call(endEnrolment, { as: course.author, params: { courseId: course.courseId, personId: learner.id } });
    expect(await hear(await pay(learner, course))).toEqual(['enrolment.ended']);
  });

  it('gives the last seat to one of ten who paid at once, and refuses the others', async () => {
    const course = await buildPaidCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId, { seats: 1 });
    const learners = await Promise.all(Array.from({ length: 10 }, () => buildLearner()));
    const orders = learners.map((learner) => buildOrder(learner, { courseId: course.courseId, cohortId }));
    await Promise.all(orders.map((order) => service.deliver(orderPaid, order)));
    await service.runJobs();
    const heard = (await Promise.all(orders.map(hear))).flat();
    expect(heard.toSorted()).toEqual([...Array(9).fill('cohort.full'), 'delivered']);
    const places = await Promise.all(learners.map((learner) => findEnrolment(learner, course.courseId)));
    expect(places.filter(Boolean)).toHaveLength(1);
  });
});

describe('an order that is refunded', () => {
  async function buildPaid(): Promise<{ course: PublishedCourse; learner: TestActor; order: Order }> {
    const course = await buildPaidCourse();
    const learner = await buildLearner();
    return { course, learner, order: await pay(learner, course) };
  }

  it('ends the place it gave, into which nobody comes back without paying again', async () => {
    const { course, learner, order } = await buildPaid();
    await tell(orderRefunded, order);
    expect(await findEnrolment(learner, course.courseId)).toBe('ended order');
    const outcome = await tryEnrol(learner, course.courseId);
    expect(outcome).toEqual([402, 'enrolment.paid']);
    expect(await hear(await pay(learner, course))).toEqual(['delivered']);
    expect(await findEnrolment(learner, course.courseId)).toBe('active order');
  });

  it('ends the place of whoever has left it and come back', async () => {
    const { course, learner, order } = await buildPaid();
    const params = { courseId: course.courseId };
    await service.call(leaveCourse, { as: learner, params });
    expect(await tryEnrol(learner, course.courseId)).toEqual([200, undefined]);
    await service.call(leaveCourse, { as: learner, params });
    await tell(orderRefunded, order);
    expect(await tryEnrol(learner, course.courseId)).toEqual([402, 'enrolment.paid']);
  });

  it('is not delivered any more when the refund is told first', async () => {
    const course = await buildPaidCourse();
    const learner = await buildLearner();
    const order = buildOrder(learner, course);
    await tell(orderRefunded, order);
    await tell(orderPaid, order);
    expect([await findEnrolment(learner, course.courseId), await hear(order)]).toEqual([undefined, []]);
  });

  it('leaves the place of whom a teacher has enrolled since', async () => {
    const { course, learner, order } = await buildPaid();
    await service.call(endEnrolment, { as: course.author, params: { courseId: course.courseId, personId: learner.id } });
    await enrolByTeacher(course.author, course.courseId, { personId: learner.id });
    await tell(orderRefunded, order);
    expect(await findEnrolment(learner, course.courseId)).toBe('active staff');
  });

  it('keeps out whom a teacher has put out', async () => {
    const { course, learner, order } = await buildPaid();
    const { author, courseId } = course;
    const code = await service.call(createCode, { as: author, params: { courseId }, body: {} });
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    await tell(orderRefunded, order);
    const byCode = await service.call(enrol, { as: learner, params: { courseId }, body: { code: code.body.code } });
    expect([byCode.status, byCode.body.code]).toEqual([409, 'enrolment.ended']);
    expect(await hear(await pay(learner, course))).toEqual(['enrolment.ended']);
  });

  it('leaves the place of whoever has left it and paid again', async () => {
    const { course, learner, order } = await buildPaid();
    await service.call(leaveCourse, { as: learner, params: { courseId: course.courseId } });
    const second = await pay(learner, course);
    await tell(orderRefunded, order);
    expect(await findEnrolment(learner, course.courseId)).toBe('active order');
    await tell(orderRefunded, second);
    expect(await findEnrolment(learner, course.courseId)).toBe('ended order');
  });

  it('lets people into a course that costs nothing any more', async () => {
    const { course, learner, order } = await buildPaid();
    await service.call(updateCourse, { as: course.author, params: { courseId: course.courseId }, body: { price: null } });
    await tell(orderRefunded, order);
    expect(await findEnrolment(learner, course.courseId)).toBe('ended order');
    expect(await tryEnrol(learner, course.courseId)).toEqual([200, undefined]);
  });
});

describe('a purchase whose job was lost', () => {
  const resume = async () => {
    await service.rows((db) => enqueue(db, service.context(), resumePurchasesSchedule.job, {}));
    return service.runJobs();
  };

  it('is settled an hour later, paid or refunded, and once', async () => {
    const course = await buildPaidCourse();
    const learner = await buildLearner();
    const order = buildOrder(learner, course);
    await service.deliver(orderPaid, order);
    expect(await service.giveUpJobs()).toEqual(['courses.settle-purchase']);
    await resume();
    expect(await hear(order)).toEqual([]);
    service.clock.advance(3_600_001);
    for (let count = 0; count < 3; count += 1) await resume();
    expect(await hear(order)).toEqual(['delivered']);
    await service.deliver(orderRefunded, order);
    await service.giveUpJobs();
    await resume();
    expect(await findEnrolment(learner, course.courseId)).toBe('ended order');
    service.clock.reset();
  });
});
