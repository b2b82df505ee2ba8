import {
  createProgram,
  type Program,
  type ProgramRequest,
  programKinds,
  programRequest,
} from '@lyceum/contracts/program-generation';
import type { TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';
import fc from 'fast-check';

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
    ...overrides,
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
  return program;
}

/** Any text a person may type into one line: scripts, emoji, marks that markup gives a meaning, spaces of all kinds. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
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
    'PAGEREF _Toc7 \\h',
    '\uFFFF\uFFFE',
    '\u2028\u2029',
  ),
);

/** Every request the contract lets through. */
export const anyProgramRequest: fc.Arbitrary<ProgramRequest> = fc
  .record({
    title: anyText,
    kind: fc.constantFrom(...programKinds),
    audience: anyText,
    level: fc.constantFrom('beginner', 'intermediate', 'advanced'),
    hours: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 2000 })),
    topics: fc.array(anyText, { minLength: 1, maxLength: 60, size: 'max' }),
    language: fc.constantFrom('ru', 'en'),
  })
  .map((request) => programRequest.safeParse(request))
  .filter((result) => result.success)
  .map(({ data }) => data);
