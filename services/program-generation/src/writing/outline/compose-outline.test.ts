import {
  addHours,
  type ProgramDocument,
  programDocument,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import { type ProgramRequest, programRequest } from '@lyceum/contracts/program-generation/program-request';
import fc from 'fast-check';
import { anyProgramRequest, buildProgramRequest } from '../../../test/factories.ts';
import { checkProgram } from '../../rules/check-program.ts';
import { composeOutline } from './compose-outline.ts';

const today = new Date('2026-11-21T12:00:00.000Z');

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

describe('composeOutline', () => {
  it('breaks no rule, adds hours up and keeps every topic, whatever is asked for', () => {
    fc.assert(
      fc.property(anyProgramRequest, (request) => {
        const document = composeOutline(request);
        expect(programDocument.parse(document)).toEqual(document);
        expect(checkProgram(document, { today }).filter(({ severity }) => severity === 'error')).toEqual([]);
        expectHoursToAddUp(request, document);
        expect(document.modules.flatMap(({ topics }) => topics.map(({ title }) => title))).toEqual(request.topics);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing to a person but the approval', () => {
    const kinds = programRequest.shape.kind.options;
    const standards = [{ code: '06.001', title: 'Программист' }];
    const documents = kinds.map((kind) => composeOutline(buildProgramRequest({ kind, hours: 288, standards })));
    for (const document of documents) {
      expect(checkProgram(document, { today }).filter(({ rule }) => rule !== 'P12')).toEqual([]);
    }
  });

  it('says that no language model was used, in the language of the programme', () => {
    const [russian, english] = [composeOutline(buildProgramRequest()), composeOutline(buildProgramRequest({ language: 'en' }))];
    expect(russian.notice).toContain('без использования языковой модели');
    expect(english.notice).toContain('without a language model');
  });

  it('gives the same document for the same request', () => {
    const request = buildProgramRequest();
    expect(composeOutline(request)).toEqual(composeOutline(structuredClone(request)));
  });

  it('gives four hours to sixty topics: each topic without hours names the next one that has some', () => {
    const topics = Array.from({ length: 60 }, (_, index) => `Тема ${index + 1}`);
    const request = buildProgramRequest({ kind: 'course-plan', hours: 4, topics });
    const document = composeOutline(request);
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

  it('gives two thousand hours to one topic in one module', () => {
    const request = buildProgramRequest({ kind: 'professional-retraining', hours: 2000, topics: ['Всё обо всём'] });
    const document = composeOutline(request);
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
  ] as const)('ends %s of %i hours with %s', (kind, hours, form) => {
    expect(composeOutline(buildProgramRequest({ kind, hours })).finalAssessment.form).toBe(form);
  });

  it.each(['ru', 'en'] as const)('words every kind and level in %s differently', (language) => {
    const levels = ['beginner', 'intermediate', 'advanced'] as const;
    const outcomes = levels.map((level) => composeOutline(buildProgramRequest({ level, language })).outcomes);
    expect(new Set(outcomes.map((outcome) => outcome[0]?.text)).size).toBe(levels.length);
    const kinds = programRequest.shape.kind.options;
    const aims = kinds.map((kind) => composeOutline(buildProgramRequest({ kind, language })).aim);
    expect(new Set(aims).size).toBe(kinds.length);
  });

  it('quotes titles as they were written, with inner marks for inner quotations', () => {
    const document = composeOutline(buildProgramRequest({ title: 'Роман «Война и мир»', kind: 'discipline' }));
    expect(document.aim).toContain('«Роман „Война и мир“»');
  });

  it('takes over what the order names, each thing once, and nothing else as a source but the acts', () => {
    const standard = { code: '06.001', title: 'Программист' };
    const document = composeOutline(
      buildProgramRequest({
        kind: 'professional-retraining',
        hours: 288,
        credits: 8,
        qualification: 'Программист',
        studyForm: 'evening',
        standards: [standard, { ...standard, title: 'Он же' }],
        competences: ['Способен писать программы', 'способен  писать программы', 'Способен их проверять'],
      }),
    );
    expect(document.standards).toEqual([{ id: 'p1', ...standard }]);
    expect(document.competences).toEqual([
      { id: 'c1', code: 'ПК-1', text: 'Способен писать программы', origin: 'new' },
      { id: 'c2', code: 'ПК-2', text: 'Способен их проверять', origin: 'new' },
    ]);
    expect(document).toMatchObject({ credits: 8, titleBlock: { qualification: 'Программист', studyForm: 'evening' } });
    expect(document.sources.map(({ type, title }) => [type, title])).toEqual([
      ['law', expect.stringContaining('№ 273-ФЗ')],
      ['law', expect.stringContaining('№ 266')],
      ['law', '06.001 Программист : профессиональный стандарт'],
    ]);
  });

  it('begins the title page with the letterhead, and leaves the date and the number to fill in', () => {
    const approver = { position: 'Директор', name: 'И. И. Иванов' };
    const { titleBlock } = composeOutline(buildProgramRequest(), { organisation: 'АНО «Лицей»', place: 'Москва', approver });
    expect(titleBlock).toMatchObject({
      organisation: 'АНО «Лицей»',
      place: 'Москва',
      approval: { ...approver, date: null, number: '' },
    });
  });

  it('asks about every topic, once where topics have the same title, and gives a task for every module and the end', () => {
    const { questions, modules } = composeOutline(buildProgramRequest({ topics: ['Логика', 'логика', 'Множества'], hours: 20 }));
    expect(modules).toHaveLength(1);
    expect(questions.map(({ module, type }) => [module, type])).toEqual([
      ['m1', 'open'],
      ['m1', 'open'],
      ['m1', 'task'],
      [null, 'task'],
    ]);
    for (const { criterion } of questions) expect(criterion).not.toBe('');
  });

  it.each([
    ['full-time', /аудитория/, /доступом к сети Интернет/],
    ['distance', /доступом к сети Интернет/, /аудитория/],
  ] as const)('describes the conditions of %s learning', (studyForm, named, left) => {
    const { facilities } = composeOutline(buildProgramRequest({ studyForm })).conditions;
    expect(facilities.join(' ')).toMatch(named);
    expect(facilities.join(' ')).not.toMatch(left);
  });
});
