import { randomUUID } from 'node:crypto';
import { listCourses } from '@lyceum/contracts/courses/course';
import { type DraftLesson, getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { listBanks, listQuestions } from '@lyceum/contracts/courses/question-bank';
import { getChanges } from '@lyceum/contracts/courses/revision';
import { programApproved } from '@lyceum/contracts/program-generation/review';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { publish } from '../../../test/factories.ts';
import type { ApprovedProgram } from './compose-skeleton.ts';

const topic = { id: 't1', title: 'Типы', hours: 4, content: ['Типы *проверяются* до запуска.', 'Пример: `a < b`.'] };
const question = { id: 'q1', module: 'm1', type: 'multiple', text: 'Что верно?', options: ['1', '2', '3'], key: [0, 2] } as const;

function buildApproval(owner: TestActor, overrides: Partial<ApprovedProgram> = {}): ApprovedProgram {
  return {
    programId: randomUUID(),
    ownerId: owner.id,
    approvedBy: randomUUID(),
    documentVersion: 3,
    title: 'Разработка на TypeScript',
    kind: 'professional-development',
    level: 'intermediate',
    language: 'ru',
    aim: 'Научить писать на TypeScript.',
    hours: 72,
    outcomes: [{ code: 'РО-1', text: 'описывает типы' }],
    passingPercent: 60,
    questions: [{ ...question, options: [...question.options], key: [...question.key] }],
    modules: [{ id: 'm1', title: 'Основы', summary: 'О типах.', outcomes: ['описывает типы'], hours: 8, topics: [topic] }],
    occurredAt: '2026-11-20T10:00:00.000Z',
    ...overrides,
  };
}

/** The courses of an owner after the programme was approved. */
async function approve(owner: TestActor, program: ApprovedProgram, times = 1) {
  await service.deliver(programApproved, program, { times });
  await service.runJobs();
  const { body } = await service.call(listCourses, { as: owner, query: { mine: 'true' } });
  return body.items;
}

async function readDraft(owner: TestActor, courseId: string) {
  const { body } = await service.call(getDraft, { as: owner, params: { courseId } });
  return body.modules;
}

async function readLesson(owner: TestActor, courseId: string, lessonId: string): Promise<DraftLesson> {
  return (await service.call(getDraftLesson, { as: owner, params: { courseId, lessonId } })).body;
}

describe('an approved programme', () => {
  it('becomes a draft of its owner, with a lesson for each topic, its hours and its outcomes', async () => {
    const owner = asUser();
    const program = buildApproval(owner);
    const [course, ...more] = await approve(owner, program);
    expect(more).toEqual([]);
    expect(course).toMatchObject({
      title: program.title,
      summary: program.aim,
      hours: 72,
      level: 'intermediate',
      status: 'draft',
    });
    const [module] = await readDraft(owner, course.id);
    expect(module).toMatchObject({
      title: 'Основы',
      summary: 'О типах.',
      lessons: [{ title: 'Типы' }, { title: 'Тест: Основы' }],
    });
    const lesson = await readLesson(owner, course.id, module.lessons[0].id);
    expect(lesson.programTopic).toEqual({ topicId: 't1', hours: 4, outcomes: ['описывает типы'] });
    expect(lesson.shown.map(({ html }) => html.trim())).toEqual([
      '<p>Типы *проверяются* до запуска.</p>',
      '<p>Пример: `a &lt; b`.</p>',
    ]);
  });

  it('brings its questions into a bank, and a quiz that asks them at its pass mark', async () => {
    const owner = asUser();
    const [{ id: courseId }] = await approve(owner, buildApproval(owner));
    const banks = await service.call(listBanks, { as: owner, params: { courseId } });
    expect(banks.body.items).toMatchObject([{ title: 'Оценочные материалы программы', questions: 1 }]);
    const bankId = banks.body.items[0].id;
    const questions = await service.call(listQuestions, { as: owner, params: { courseId, bankId } });
    expect(questions.body.items[0].content.answering.options.map(({ percent }: { percent: number }) => percent)).toEqual([
      50, -50, 50,
    ]);
    const [module] = await readDraft(owner, courseId);
    const quiz = await readLesson(owner, courseId, module.lessons[1].id);
    expect(quiz).toMatchObject({
      completion: { rule: 'passed', percent: 60 },
      content: { settings: { questions: [{ bankId }] } },
    });
    const changes = await service.call(getChanges, { as: owner, params: { courseId } });
    expect(changes.body.problems).toEqual([]);
    expect((await publish(owner, courseId)).number).toBe(1);
  });

  it('ends with a quiz of the questions of the final assessment', async () => {
    const owner = asUser();
    const final = { ...question, options: [...question.options], key: [1], module: null, type: 'single' as const };
    const [{ id }] = await approve(owner, buildApproval(owner, { questions: [final] }));
    const modules = await readDraft(owner, id);
    expect(modules.map(({ title }: { title: string }) => title)).toEqual(['Основы', 'Итоговая аттестация']);
  });

  it('makes one course however often it is told, and leaves what its author made of it', async () => {
    const owner = asUser();
    const program = buildApproval(owner);
    await approve(owner, program, 2);
    await service.deliver(programApproved, program);
    await service.deliver(programApproved, { ...program, title: 'Другая редакция' });
    expect(await approve(owner, program)).toMatchObject([{ title: program.title }]);
  });

  it('of a release that told neither outcomes nor questions becomes a course without them', async () => {
    const owner = asUser();
    const { outcomes, questions, passingPercent, ...old } = buildApproval(owner);
    await service.deliver(programApproved, old);
    await service.runJobs();
    const { body } = await service.call(listCourses, { as: owner, query: { mine: 'true' } });
    const [module] = await readDraft(owner, body.items[0].id);
    expect(module.lessons).toHaveLength(1);
    expect([outcomes, questions, passingPercent]).toHaveLength(3);
  });

  it('with more than a course takes is cut to what it takes', async () => {
    const owner = asUser();
    const topics = Array.from({ length: 60 }, (_, index) => ({ ...topic, id: `t${index}`, title: 'Т'.repeat(300) }));
    const modules = Array.from({ length: 12 }, (_, index) => ({
      ...{ id: `m${index}`, title: 'М'.repeat(300), summary: '', outcomes: [], hours: 8, topics },
    }));
    const [course] = await approve(owner, buildApproval(owner, { modules, questions: [] }));
    const lessons = (await readDraft(owner, course.id)).flatMap((module: { lessons: { title: string }[] }) => module.lessons);
    expect([lessons.length, lessons[0].title.length]).toEqual([500, 200]);
  });
});
