import { createProgram, getProgram, type Program } from '@lyceum/contracts/program-generation/program';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { programKinds } from '@lyceum/contracts/program-generation/program-document';
import { type ProgramRequest, programRequest } from '@lyceum/contracts/program-generation/program-request';
import type { TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';
import fc from 'fast-check';
import { norms } from '../src/norms/norms.ts';
import { composeOutline } from '../src/writing/outline/compose-outline.ts';
import { anyCharacter } from './any-character.ts';

export function buildProgramRequest(overrides: Partial<ProgramRequest> = {}): ProgramRequest {
  return {
    title: 'Разработка на TypeScript',
    kind: 'professional-development',
    audience: 'программисты, знакомые с JavaScript',
    level: 'intermediate',
    hours: 72,
    topics: [
      'Типы и интерфейсы',
      'Обобщения',
      'Сужение типов',
      'Модули и пакеты',
      'Асинхронный код',
      'Проверка данных на границах',
      'Тестирование',
      'Сборка и выпуск',
    ],
    language: 'ru',
    standards: [],
    competences: [],
    qualification: overrides.kind === 'professional-retraining' ? 'Разработчик программного обеспечения' : '',
    studyForm: 'blended',
    credits: null,
    weeklyLimit: 36,
    attachments: [],
    wishes: '',
    ...overrides,
  };
}

/** The outline of an order. */
export function buildOutline(overrides: Partial<ProgramRequest> = {}): ProgramDocument {
  return composeOutline(buildProgramRequest(overrides));
}

/** The document with what the outline composer leaves out: tests with keys, and sources of every type that modules use. */
export function enrichDocument(document: ProgramDocument): ProgramDocument {
  const options = ['Первый вариант', 'Второй вариант', 'Третий вариант', 'Четвёртый вариант'];
  const web = { url: 'https://example.org/handbook', accessed: '2026-11-20' };
  const source = { authors: ['Иванов И. И.'], publication: 'Москва : Наука', year: 2024, extent: '210 с.' };
  const sources: ProgramDocument['sources'] = [
    { ...source, id: 'b1', type: 'book', title: 'Основы предмета', url: null, accessed: null, origin: 'person' },
    { ...source, id: 'b2', type: 'article', title: 'О методе', url: null, accessed: null, origin: 'attachment' },
    { ...source, id: 'b3', type: 'web', title: 'Справочник', ...web, origin: 'model' },
  ];
  return {
    ...document,
    passingPercent: 60,
    questions: document.questions.map((question, index) => {
      if (index % 3 === 1) return { ...question, type: 'single', options, key: [index % 4] };
      if (index % 3 === 2) return { ...question, type: 'multiple', options, key: [0, 2] };
      return question;
    }),
    sources: [...document.sources, ...sources],
    modules: document.modules.map((module) => ({ ...module, sources: sources.map(({ id }) => id) })),
  };
}

/** A programme that was ordered and whose generation is queued. */
export async function buildProgram(
  service: TestService,
  owner: TestActor,
  overrides: Partial<ProgramRequest> = {},
): Promise<Program> {
  const { body } = await service.call(createProgram, { as: owner, body: buildProgramRequest(overrides) });
  return body;
}

/** A programme that stays as it was ordered: its generation is taken out of the outbox. */
export async function buildWaitingProgram(
  service: TestService,
  owner: TestActor,
  overrides: Partial<ProgramRequest> = {},
): Promise<Program> {
  const program = await buildProgram(service, owner, overrides);
  await service.rows((db) => db.query("DELETE FROM outbox WHERE payload->>'programId' = $1", [program.id]));
  return program;
}

/** A programme whose document and file are there. */
export async function buildReadyProgram(
  service: TestService,
  owner: TestActor,
  overrides: Partial<ProgramRequest> = {},
): Promise<Program> {
  const program = await buildProgram(service, owner, overrides);
  await service.runJobs();
  return readProgram(service, owner, program);
}

export async function readProgram(service: TestService, reader: TestActor, { id }: Pick<Program, 'id'>): Promise<Program> {
  return (await service.call(getProgram, { as: reader, params: { programId: id } })).body;
}

/** Any text a person may type into one line: scripts, emoji, marks that markup gives a meaning, spaces of all kinds. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    '<w:p>&amp;"\'',
    '=SUM(A1:A9)',
    '«Война» и „мир“',
    'مرحبا بالعالم',
    '👩‍🏫 урок',
    '…',
    '...',
    ']]>',
    'a  b',
    'Щ'.repeat(300),
    'PAGEREF _Toc7 \\h',
    '\uFFFF\uFFFE',
    '\u2028\u2029',
  ),
);

/** Every request the contract lets through and the kind has enough hours for. */
export const anyProgramRequest: fc.Arbitrary<ProgramRequest> = fc
  .record({
    title: anyText,
    kind: fc.constantFrom(...programKinds),
    audience: anyText,
    level: fc.constantFrom('beginner', 'intermediate', 'advanced'),
    hours: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 2000 })),
    topics: fc.array(anyText, { minLength: 1, maxLength: 60, size: 'max' }),
    language: fc.constantFrom('ru', 'en'),
    standards: fc.array(fc.record({ code: fc.stringMatching(/^[0-9]{2}\.[0-9]{3}$/), title: anyText }), { maxLength: 20 }),
    competences: fc.array(anyText, { maxLength: 30, size: 'max' }),
    qualification: anyText,
    studyForm: fc.constantFrom('full-time', 'part-time', 'evening', 'distance', 'blended'),
    inCredits: fc.boolean(),
    weeklyLimit: fc.integer({ min: 1, max: 54 }),
    wishes: fc.oneof(fc.constant(''), anyText),
  })
  .map(({ inCredits, ...request }) => {
    const hours = Math.max(request.hours, norms.kinds[request.kind].minimumHours ?? 0);
    const credits = Math.max(1, Math.round(hours / norms.hoursPerCredit));
    const volume = inCredits && credits <= 55 ? { credits, hours: credits * norms.hoursPerCredit } : { credits: null, hours };
    return programRequest.safeParse({ ...request, ...volume });
  })
  .filter((result) => result.success)
  .map(({ data }) => data);
