import { enrol } from '@lyceum/contracts/courses/enrolment';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { findCanaries, forbiddenToLearner, forbiddenToTeacher, type Place, quote } from './tutor/access/canaries.ts';
import { askAndRead, type GuardedSchool, openGuardedSchool, talk } from './tutor/access/guarded-school.ts';
import { obedientModel } from './tutor/access/obedient-model.ts';
import { waysOfAnother } from './tutor/access/ways-of-another.ts';
import { waysThroughThePast } from './tutor/access/ways-through-the-past.ts';
import { type Way, waysToAsk } from './tutor/access/ways-to-ask.ts';

let stack: PrivateStack;
let double: OpenAiDouble;
let school: GuardedSchool;

beforeAll(async () => {
  [stack, double] = await Promise.all([startPrivateStack(), startOpenAiDouble({ answer: obedientModel })]);
  school = await openGuardedSchool(stack, double);
  takeAll();
  embedded = 0;
}, 180_000);
afterAll(async () => {
  await school?.stop();
  await stack?.stop();
  await double?.stop();
});

/** How many vectors of texts were asked for since the school is open. */
let embedded = 0;

/** All that models and vectors were asked with since the last call. */
function takeRequests(): string {
  embedded += double.count('embeddings');
  const text = JSON.stringify(double.requests.map(({ body }) => body)).toLowerCase();
  double.clear();
  return text;
}

/** What learner, teacher and models got to see. */
function takeAll() {
  return {
    toLearner: findCanaries(school.learner.entrance.take(), forbiddenToLearner),
    toOtherTeacher: findCanaries(school.otherTeacher.entrance.take(), forbiddenToTeacher),
    toModels: findCanaries(takeRequests(), forbiddenToLearner),
  };
}

const all: readonly Way[] = [...waysToAsk, ...waysThroughThePast, ...waysOfAnother];

describe('a text that is not open comes neither to its reader nor to a model', () => {
  it('by any of the ways below, which have names of their own', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  });

  it.each(all)(
    '%s',
    async (_, run) => {
      await run(school);
      expect(takeAll()).toEqual({ toLearner: [], toOtherTeacher: [], toModels: [] });
    },
    30_000,
  );
});

describe('the same words are found', () => {
  it('where vectors of questions were asked for, too', () => {
    expect(embedded).toBeGreaterThan(40);
  });

  /** Asks about a course, and says which of the words come to the model and in its answer. */
  async function findBoth(visitor: GuardedSchool['author'], courseId: string, places: readonly Place[]) {
    double.clear();
    const { text } = await askAndRead(visitor, await talk(visitor, { at: 'course', courseId }), `${quote}?`);
    return { answer: findCanaries(text.toLowerCase(), places), model: findCanaries(takeRequests(), places) };
  }

  it('in the lesson that is open to the learner', async () => {
    const { courseId } = school.lesson('open');
    school.learner.entrance.take();
    expect(await findBoth(school.learner, courseId, ['open'])).toEqual({ answer: ['open'], model: ['open'] });
    expect(findCanaries(school.learner.entrance.take(), ['open'])).toEqual(['open']);
  });

  it.each(['sequential', 'dated', 'closedAgain', 'cohort', 'ended', 'otherCourse'] as const)(
    'by whoever teaches the course: %s',
    async (place) => {
      const { courseId } = school.lesson(place);
      expect(await findBoth(school.author, courseId, [place])).toEqual({ answer: [place], model: [place] });
    },
  );

  it('once the learner is in the other course', async () => {
    const { api, token } = school.learner;
    const { courseId } = school.lesson('otherCourse');
    await api.call(enrol, { token, params: { courseId }, body: {} });
    expect(await findBoth(school.learner, courseId, ['otherCourse'])).toEqual({
      answer: ['otherCourse'],
      model: ['otherCourse'],
    });
  });

  it('once the draft is published', async () => {
    const { api, token } = school.author;
    const { courseId } = school.lesson('draft');
    await api.call(publishCourse, { token, params: { courseId }, body: {} });
    const places = ['draft', 'draftChange'] as const;
    await poll('both words', 30_000, async () => {
      const { answer, model } = await findBoth(school.author, courseId, places);
      return (answer.length === places.length && model.length === places.length) || undefined;
    });
  }, 60_000);
});
