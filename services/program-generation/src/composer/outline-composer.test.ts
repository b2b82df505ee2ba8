import { addHours, type ProgramDocument, programDocument, totalHours } from '@lyceum/contracts/program-document';
import { type ProgramRequest, programRequest } from '@lyceum/contracts/program-generation';
import fc from 'fast-check';
import { anyProgramRequest, buildProgramRequest } from '../../test/factories.ts';
import { checkProgram } from '../rules/check-program.ts';
import { outlineComposer } from './outline-composer.ts';

const today = new Date('2026-11-21T12:00:00.000Z');

function compose(request: ProgramRequest, onProgress = async (_percent: number) => {}): Promise<ProgramDocument> {
  return outlineComposer.compose(request, { signal: new AbortController().signal, onProgress });
}

function expectHoursToAddUp(request: ProgramRequest, { modules, finalAssessment, calendar }: ProgramDocument) {
  for (const module of modules) {
    expect(totalHours(module.hours)).toBeGreaterThan(0);
    expect(addHours(module.topics.map(({ hours }) => hours))).toEqual(module.hours);
  }
  expect(totalHours(addHours(modules.map(({ hours }) => hours))) + finalAssessment.hours).toBe(request.hours);
  const loads = calendar.weeks.map(({ load }) => load.reduce((sum, { hours }) => sum + hours, 0));
  expect(Math.max(...loads)).toBeLessThanOrEqual(request.weeklyLimit);
  expect(loads.reduce((sum, hours) => sum + hours, 0)).toBe(request.hours);
}

describe('the outline composer', () => {
  it('breaks no rule, adds hours up and keeps every topic, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgramRequest, async (request) => {
        const document = await compose(request);
        expect(programDocument.parse(document)).toEqual(document);
        expect(checkProgram(document, { today }).filter(({ severity }) => severity === 'error')).toEqual([]);
        expectHoursToAddUp(request, document);
        expect(document.modules.flatMap(({ topics }) => topics.map(({ title }) => title))).toEqual(request.topics);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing to a person but the approval', async () => {
    const kinds = programRequest.shape.kind.options;
    const standards = [{ code: '06.001', title: 'Программист' }];
    const documents = await Promise.all(kinds.map((kind) => compose(buildProgramRequest({ kind, hours: 288, standards }))));
    for (const document of documents) {
      expect(checkProgram(document, { today }).filter(({ rule }) => rule !== 'P12')).toEqual([]);
    }
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
    expect(module?.topics.filter(({ hours }) => totalHours(hours) > 0).map(({ title }) => title)).toEqual([
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
