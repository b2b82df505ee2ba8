import { addAuthor } from '@lyceum/contracts/courses/course';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import {
  getCourseLeaderboard,
  getLeaderboard,
  type Leaderboard,
  putLeaderboardParticipation,
} from '@lyceum/contracts/courses/leaderboard';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { DataSource } from 'typeorm';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildPublishedCourse, knowPerson } from '../../../test/factories.ts';
import { addPoints, spaceScope } from './add-points.ts';
import { selectAhead, selectFirst } from './find-leaderboard.ts';
import { rollLeaderboardsJob, rollLeaderboardsSchedule } from './roll-leaderboards.job.ts';

type Period = Leaderboard['period'];

const dayMs = 86_400_000;

const give = (
  { id: personId, space }: TestActor,
  points: number,
  { courseId = null, daysAgo = 0 }: { courseId?: string | null; daysAgo?: number } = {},
) => {
  const ctx = service.context(space);
  const earnedAt = new Date(ctx.now().getTime() - daysAgo * dayMs);
  return service.rows((db) => addPoints(db, ctx, [{ personId, courseId, points, earnedAt }]), space);
};

async function getBoard(as: TestActor, period: Period = 'all'): Promise<Leaderboard> {
  const { status, body } = await service.call(getLeaderboard, { as, query: { period } });
  expect(status).toBe(200);
  return body;
}

const getCourseBoard = (as: TestActor, courseId: string, period: Period = 'all') =>
  service.call(getCourseLeaderboard, { as, params: { courseId }, query: { period } });

async function choose(as: TestActor, visible: boolean | null): Promise<void> {
  const answer = await service.call(putLeaderboardParticipation, { as, body: { visible } });
  expect([answer.status, answer.body]).toEqual([200, { visible }]);
}

const roll = async () => {
  const { job } = rollLeaderboardsSchedule;
  await rollLeaderboardsJob.run(job.schema.parse({}), service.jobRun());
};

const listNames = ({ entries }: Leaderboard) => entries.map(({ name }) => name);

let spaces = 0;

/** A course in a space of its own with learners of these names. */
async function buildClass(...names: string[]) {
  spaces += 1;
  const space = `board-${spaces}`;
  const course = await buildPublishedCourse({ author: asStaff({ space }) });
  const learners: TestActor[] = [];
  for (const name of names) {
    const learner = await knowPerson(asUser({ space }), { name });
    await buildEnrolment(course.courseId, learner);
    learners.push(learner);
  }
  return { space, course, learners };
}

afterEach(() => service.clock.reset());

describe('GET /courses/leaderboard', () => {
  it('answers 200 with the sums in their order, where equal points share a rank, and nothing but names', async () => {
    const { learners } = await buildClass('Анна', 'Борис', 'Вера', 'Глеб', 'Даша');
    for (const [index, points] of [30, 20, 20, 10].entries()) {
      const learner = learners[index];
      if (learner) await Promise.all([give(learner, points - 5), give(learner, 5)]);
    }
    const [, , vera, , dasha] = learners;
    if (!vera || !dasha) throw new Error('the class has five learners');
    const { entries, ...rest } = await getBoard(vera);
    expect(rest).toEqual({ period: 'all', own: { rank: 2, points: 20, visible: null } });
    expect(entries.toSorted((one, other) => `${one.name}`.localeCompare(`${other.name}`))).toEqual([
      { rank: 1, name: 'Анна', points: 30, own: false },
      { rank: 2, name: 'Борис', points: 20, own: false },
      { rank: 2, name: 'Вера', points: 20, own: true },
      { rank: 4, name: 'Глеб', points: 10, own: false },
    ]);
    expect(entries.map(({ points }) => points)).toEqual([30, 20, 20, 10]);
    expect((await getBoard(dasha)).own).toEqual({ rank: null, points: 0, visible: null });
  });

  it('shows 50 people, and the rank of who is not among them', async () => {
    const { space, learners } = await buildClass('Анна');
    const [anna] = learners;
    if (!anna) throw new Error('the class has a learner');
    for (let points = 10; points < 61; points += 1) await give(asUser({ space }), points);
    await give(anna, 1);
    const { entries, own } = await getBoard(anna);
    expect([entries.length, entries.some((entry) => entry.own), own]).toEqual([
      50,
      false,
      { rank: 52, points: 1, visible: null },
    ]);
  });

  it('counts whole days of UTC: a day leaves its period when the job has run', async () => {
    service.clock.set(new Date('2026-11-30T10:00:00.000Z'));
    const { learners } = await buildClass('Анна');
    const [anna] = learners;
    if (!anna) throw new Error('the class has a learner');
    for (const [daysAgo, points] of [
      [0, 1],
      [6, 2],
      [7, 4],
      [29, 8],
      [30, 16],
    ] as const)
      await give(anna, points, { daysAgo });
    const getSums = async () => {
      const boards = await Promise.all((['all', '30-days', '7-days'] as const).map((period) => getBoard(anna, period)));
      return boards.map(({ own }) => own.points);
    };
    expect(await getSums()).toEqual([31, 15, 3]);
    await roll();
    expect(await getSums()).toEqual([31, 15, 3]);
    service.clock.set(new Date('2026-12-01T00:00:00.000Z'));
    await Promise.all([roll(), give(anna, 32, { daysAgo: 6 }), roll()]);
    await roll();
    expect(await getSums()).toEqual([63, 39, 33]);
    service.clock.set(new Date('2027-01-15T00:00:00.000Z'));
    await roll();
    expect(await getSums()).toEqual([63, 0, 0]);
    expect((await getBoard(anna, '7-days')).entries).toEqual([]);
  });

  it('is right when the same people get points of several courses at once', async () => {
    const { space, learners } = await buildClass('Анна', 'Борис');
    const courseIds = ['01935e1c-0000-7000-8000-000000000001', '01935e1c-0000-7000-8000-000000000002'];
    const gifts = Array.from({ length: 20 }, (_, index) => ({
      ctx: service.context(space),
      earned: learners.map(({ id: personId }) => ({ personId, courseId: courseIds[index % 2] ?? null, points: 1 })),
    }));
    await Promise.all(
      gifts.map(({ ctx, earned }, index) => {
        const ordered = index % 3 === 0 ? earned.toReversed() : earned;
        return service.rows(
          (db) =>
            addPoints(
              db,
              ctx,
              ordered.map((one) => ({ ...one, earnedAt: ctx.now() })),
            ),
          space,
        );
      }),
    );
    for (const learner of learners) expect((await getBoard(learner)).own).toMatchObject({ rank: 1, points: 20 });
  });

  it('answers 400 to another period', async () => {
    const request = service.http.get('/api/v1/courses/leaderboard?period=year');
    const response = await request.set('authorization', `Bearer ${service.token(asUser())}`);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer: '/query/period' }]]);
  });

  it('is of the space alone', async () => {
    const { learners } = await buildClass('Анна');
    const other = await buildClass('Борис');
    for (const learner of [...learners, ...other.learners]) await give(learner, 10);
    for (const learner of learners) expect(listNames(await getBoard(learner))).toEqual(['Анна']);
  });
});

describe('names in leaderboards', () => {
  it('are hidden by those who choose so, who still see their own rank and name', async () => {
    const { course, learners } = await buildClass('Анна', 'Борис');
    const [anna, boris] = learners;
    if (!anna || !boris) throw new Error('the class has two learners');
    const { courseId } = course;
    await give(anna, 20, { courseId });
    await give(boris, 10, { courseId });
    await Promise.all([choose(anna, false), choose(anna, false)]);
    for (const reader of [boris, asAdmin({ space: anna.space })]) {
      expect(listNames(await getBoard(reader))).toEqual([null, 'Борис']);
      expect(listNames((await getCourseBoard(reader, courseId)).body)).toEqual([null, 'Борис']);
    }
    const { entries, own } = await getBoard(anna);
    expect([entries[0], own]).toEqual([
      { rank: 1, name: 'Анна', points: 20, own: true },
      { rank: 1, points: 20, visible: false },
    ]);
    await choose(anna, null);
    expect(listNames(await getBoard(boris))).toEqual(['Анна', 'Борис']);
  });

  it('are shown to those of one’s courses, and to the whole space by who chooses so', async () => {
    const { space, course, learners } = await buildClass('Анна');
    const [anna] = learners;
    if (!anna) throw new Error('the class has a learner');
    await give(anna, 10);
    const stranger = asUser({ space });
    expect(listNames(await getBoard(stranger))).toEqual([null]);
    expect(listNames(await getBoard(course.author))).toEqual(['Анна']);
    await choose(anna, true);
    expect(listNames(await getBoard(stranger))).toEqual(['Анна']);
    await choose(anna, null);
    await buildEnrolment(course.courseId, stranger);
    expect(listNames(await getBoard(stranger))).toEqual(['Анна']);
  });

  it('go with the enrolment', async () => {
    const { course, learners } = await buildClass('Анна', 'Борис');
    const [anna, boris] = learners;
    if (!anna || !boris) throw new Error('the class has two learners');
    const { courseId } = course;
    await give(anna, 10, { courseId });
    const params = { courseId, personId: anna.id };
    await service.call(endEnrolment, { as: asAdmin({ space: anna.space }), params });
    expect(listNames((await getCourseBoard(boris, courseId)).body)).toEqual([null]);
    expect((await getCourseBoard(anna, courseId)).body.code).toBe('course.not_found');
  });
});

describe('GET /courses/:courseId/leaderboard', () => {
  it('answers 200 to learners, authors and staff with the points of the course alone', async () => {
    const { space, course, learners } = await buildClass('Анна');
    const [anna] = learners;
    if (!anna) throw new Error('the class has a learner');
    const { courseId } = course;
    await give(anna, 10, { courseId });
    await give(anna, 5);
    const author = await knowPerson(asUser({ space }), { name: 'Автор' });
    await service.call(addAuthor, { as: asAdmin({ space }), params: { courseId, personId: author.id } });
    for (const reader of [anna, author, asStaff({ space })]) {
      const { status, body } = await getCourseBoard(reader, courseId, '7-days');
      const entry = { rank: 1, name: 'Анна', points: 10, own: reader === anna };
      expect([status, body.entries]).toEqual([200, [entry]]);
    }
    expect((await getBoard(anna)).own.points).toBe(15);
  });

  it('answers 404 to who does not learn or teach in it', async () => {
    const { space, course } = await buildClass('Анна');
    const { status, body } = await getCourseBoard(asUser({ space }), course.courseId);
    expect([status, body.code]).toEqual([404, 'course.not_found']);
  });

  it('answers 400 to an id that is none', async () => {
    expect((await getCourseBoard(asUser(), 'first')).status).toBe(400);
  });
});

describe('PUT /courses/leaderboard/participation', () => {
  it('answers 200 with the choice, which the board then shows', async () => {
    const reader = asUser({ space: 'choices' });
    for (const visible of [true, false, null]) {
      await choose(reader, visible);
      expect((await getBoard(reader)).own.visible).toBe(visible);
    }
  });

  it.each([
    ['no choice', {}],
    ['a choice that is none', { visible: 'yes' }],
  ])('answers 400 to %s', async (_, body) => {
    const request = service.http.put('/api/v1/courses/leaderboard/participation');
    const response = await request.set('authorization', `Bearer ${service.token(asUser())}`).send(body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer: '/body/visible' }]]);
  });
});

describe('the plan of a leaderboard of 10,000 people, under the policy of the table', () => {
  beforeAll(async () => {
    await service.rows((db) =>
      db.query(
        `INSERT INTO leaderboard_points (scope, person_id, points, month_points, week_points)
         SELECT scope, gen_random_uuid(), 1000 + n % 997, n % 499, n % 101
         FROM generate_series(1, 10000) n, unnest(ARRAY['space', 'course-1', 'course-2', 'course-3', 'course-4']) AS scope`,
      ),
    );
    const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owner.query('VACUUM ANALYZE courses.leaderboard_points');
    await owner.destroy();
  });

  it.each([
    ['points', 1900, 'leaderboard_points_all'],
    ['monthPoints', 450, 'leaderboard_points_month'],
    ['weekPoints', 90, 'leaderboard_points_week'],
  ] as const)('takes the first and those ahead by %s, such as %d, from an index', async (column, own, index) => {
    await service.rows(async (db) => {
      for (const [query, plan] of [
        [selectFirst(db, spaceScope, column), `^Limit\\s+->\\s+Index.* Scan Backward using ${index}`],
        [selectAhead(db, spaceScope, column, own).select('count(*)'), `Index.* Scan.* ${index}`],
      ] as const) {
        const [sql, parameters] = query.getQueryAndParameters();
        const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
        const text = lines.map((line) => line['QUERY PLAN']).join('\n');
        expect(text).toMatch(new RegExp(plan));
        expect(text).not.toContain('Seq Scan');
      }
    });
  });
});
