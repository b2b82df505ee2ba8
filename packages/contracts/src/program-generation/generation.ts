import { z } from 'zod';
import { defineEndpoint, defineStream } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, locale, version } from '../shared/fields.ts';
import { generation, program, programEventFields, programId, programNotFound } from './program.ts';

export const programNotRunning = defineProblem('program.not_running', 409, {
  en: 'No generation is running',
  ru: 'Генерация не выполняется',
});
export const programNotResumable = defineProblem('program.not_resumable', 409, {
  en: 'There is nothing to go on with',
  ru: 'Продолжать нечего',
});

export const cancelGeneration = defineEndpoint('cancelGeneration', 'POST /programs/:programId/cancel', {
  summary: 'Stop the generation; the steps that are done are kept',
  params: programId,
  response: program,
  errors: [programNotFound, programNotRunning],
  ifMatch: true,
});

export const resumeGeneration = defineEndpoint('resumeGeneration', 'POST /programs/:programId/resume', {
  summary: 'Go on with a generation that failed or was cancelled; no step that is done is paid for again',
  params: programId,
  response: program,
  status: 202,
  errors: [programNotFound, programNotResumable],
  ifMatch: true,
});

export const generationEvent = z
  .object({ programId: id.describe('Id of the programme'), version, generation })
  .meta({ id: 'GenerationEvent', description: 'The state of a generation' });

export const streamGeneration = defineStream('streamGeneration', 'GET /programs/:programId/events', {
  summary: 'The state of the generation and each change of it, until it has ended; the id of an event is the version',
  params: programId,
  event: generationEvent,
  errors: [programNotFound],
});

export const programGenerated = defineEvent(
  'program-generation.program-generated.v1',
  programEventFields.extend({ hours: z.int(), language: locale, models: z.array(z.string()) }),
);

export const programFailed = defineEvent(
  'program-generation.program-failed.v1',
  programEventFields.extend({ reason: z.string() }),
);
