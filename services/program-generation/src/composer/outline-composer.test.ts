import {
  type HourPlan,
  type ProgramDocument,
  type ProgramRequest,
  programDocument,
  programRequest,
} from '@lyceum/contracts/program-generation';
import fc from 'fast-check';
import { anyProgramRequest, buildProgramRequest } from '../../test/factories.ts';
import { outlineComposer } from './outline-composer.ts';

const columns = ['lectures', 'practice', 'selfStudy', 'assessment', 'total'] as const;

function compose(request: ProgramRequest, onProgress = async (_percent: number) => {}): Promise<ProgramDocument> {
  return outlineComposer.compose(request, { signal: new AbortController().signal, onProgress });
}

function sum(plans: readonly HourPlan[], column: (typeof columns)[number]): number {
  return plans.reduce((total, plan) => total + plan[column], 0);
}

function expectHoursToAddUp(request: ProgramRequest, document: ProgramDocument) {
  const topics = document.modules.flatMap((module) => module.topics);
  const plans = [document.hours, ...document.modules.map(({ hours }) => hours), ...topics.map(({ hours }) => hours)];
  for (const plan of plans) {
    for (const column of columns) expect(plan[column]).toBeGreaterThanOrEqual(0);
    for (const column of columns) expect(Number.isInteger(plan[column])).toBe(true);
    expect(plan.lectures + plan.practice + plan.selfStudy + plan.assessment).toBe(plan.total);
  }
  for (const module of document.modules) {
    const topicHours = module.topics.map(({ hours }) => hours);
    for (const column of columns) expect(sum(topicHours, column)).toBe(module.hours[column]);
    expect(module.hours.total).toBeGreaterThan(0);
  }
  const moduleHours = document.modules.map(({ hours }) => hours);
  const final = document.finalAssessment.hours;
  expect(final).toBeGreaterThan(0);
  expect(document.hours).toEqual({
    lectures: sum(moduleHours, 'lectures'),
    practice: sum(moduleHours, 'practice'),
    selfStudy: sum(moduleHours, 'selfStudy'),
    assessment: sum(moduleHours, 'assessment') + final,
    total: request.hours,
  });
}

function expectOutcomesToBeTaughtAndAssessed(document: ProgramDocument) {
  const codes = document.outcomes.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(document.modules.flatMap((module) => module.outcomes))).toEqual(new Set(codes));
  expect(document.finalAssessment.outcomes).toEqual(codes);
  for (const module of document.modules) expect(module.outcomes.length).toBeGreaterThan(0);
}

function expectNothingToBeEmpty(document: ProgramDocument) {
  const texts = [
    document.aim,
    document.notice,
    document.finalAssessment.form,
    ...document.finalAssessment.criteria,
    ...document.outcomes.map(({ text }) => text),
    ...document.modules.flatMap((module) => [
      module.title,
      module.summary,
      module.assessment.form,
      ...module.assessment.criteria,
      ...module.topics.flatMap((topic) => [topic.title, ...topic.content]),
    ]),
  ];
  for (const text of texts) expect(text.trim()).not.toBe('');
  for (const { criteria } of [document.finalAssessment, ...document.modules.map(({ assessment }) => assessment)]) {
    expect(criteria.length).toBeGreaterThan(0);
  }
  for (const topic of document.modules.flatMap(({ topics }) => topics)) expect(topic.content.length).toBeGreaterThan(0);
}

describe('the outline composer', () => {
  it('adds hours up at every level, teaches and assesses every outcome and keeps every topic, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgramRequest, async (request) => {
        const document = await compose(request);
        expect(programDocument.parse(document)).toEqual(document);
        expectHoursToAddUp(request, document);
        expectOutcomesToBeTaughtAndAssessed(document);
        expectNothingToBeEmpty(document);
        expect(document.modules.flatMap(({ topics }) => topics.map(({ title }) => title))).toEqual(request.topics);
      }),
      { numRuns: 300 },
    );
  });

  it('says that no language model was used, in the language of the programme', async () => {
    const [russian, english] = await Promise.all([
      compose(buildProgramRequest()),
      compose(buildProgramRequest({ language: 'en' })),
    ]);
    expect(russian.notice).toContain('без использования языковой модели');
    expect(english.notice).toContain('without a language model');
    expect(outlineComposer.model).toBeNull();
  });

  it('gives the same document for the same request', async () => {
    const request = buildProgramRequest();
    expect(await compose(request)).toEqual(await compose(structuredClone(request)));
  });

  it('gives four hours to sixty topics: each topic without hours names the next one that has some', async () => {
    const topics = Array.from({ length: 60 }, (_, index) => `Тема ${index + 1}`);
    const request = buildProgramRequest({ kind: 'course-plan', hours: 4, topics });
    const document = await compose(request);
    expect(document.modules).toHaveLength(1);
    const [module] = document.modules;
    expect(module?.topics.filter(({ hours }) => hours.total > 0).map(({ title }) => title)).toEqual([
      'Тема 20',
      'Тема 40',
      'Тема 60',
    ]);
    expect(module?.topics[0]?.content).toEqual(['Изучается в часы, отведённые теме «Тема 20»']);
    expectHoursToAddUp(request, document);
  });

  it('gives two thousand hours to one topic in one module', async () => {
    const request = buildProgramRequest({ kind: 'professional-retraining', hours: 2000, topics: ['Всё обо всём'] });
    const document = await compose(request);
    expect(document.modules.map(({ title }) => title)).toEqual(['Всё обо всём']);
    expectHoursToAddUp(request, document);
  });

  it.each([
    ['professional-development', 36, 'зачёт'],
    ['professional-development', 72, 'защита итоговой работы'],
    ['professional-retraining', 250, 'защита итоговой работы'],
    ['general-development', 72, 'защита итоговой работы'],
    ['discipline', 72, 'зачёт'],
    ['discipline', 144, 'экзамен'],
    ['course-plan', 20, 'зачёт'],
  ] as const)('ends %s of %i hours with %s', async (kind, hours, form) => {
    expect((await compose(buildProgramRequest({ kind, hours }))).finalAssessment.form).toBe(form);
  });

  it.each(['ru', 'en'] as const)('words every kind and level in %s differently', async (language) => {
    const levels = ['beginner', 'intermediate', 'advanced'] as const;
    const outcomes = await Promise.all(
      levels.map(async (level) => (await compose(buildProgramRequest({ level, language }))).outcomes),
    );
    expect(new Set(outcomes.map((outcome) => outcome[0]?.text)).size).toBe(levels.length);
    const kinds = programRequest.shape.kind.options;
    const aims = await Promise.all(kinds.map(async (kind) => (await compose(buildProgramRequest({ kind, language }))).aim));
    expect(new Set(aims).size).toBe(kinds.length);
  });

  it('quotes titles as they were written, with inner marks for inner quotations', async () => {
    const document = await compose(buildProgramRequest({ title: 'Роман «Война и мир»', kind: 'discipline' }));
    expect(document.aim).toContain('«Роман „Война и мир“»');
  });

  it('reports progress that never falls and ends at 100', async () => {
    const seen: number[] = [];
    await compose(buildProgramRequest(), async (percent) => {
      seen.push(percent);
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(100);
  });

  it('stops as soon as it is told to', async () => {
    const controller = new AbortController();
    const composing = outlineComposer.compose(buildProgramRequest(), {
      signal: controller.signal,
      onProgress: async () => controller.abort(new Error('no longer wanted')),
    });
    await expect(composing).rejects.toThrow('no longer wanted');
  });
});
