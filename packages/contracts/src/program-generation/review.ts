import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, locale, text } from '../shared/fields.ts';
import { program, programEventFields, programId, programNotFound, programNotReady, programWrongStatus } from './program.ts';
import { programKind, programLevel } from './program-document.ts';

export const programHasErrors = defineProblem('program.has_errors', 409, {
  en: 'The programme breaks rules; see its findings',
  ru: 'Программа нарушает правила; см. замечания',
});
export const programOwnApproval = defineProblem('program.own_approval', 403, {
  en: 'Whoever wrote, changed or submitted a programme does not approve it',
  ru: 'Программу не утверждает тот, кто её составил, изменил или отправил на проверку',
});

export const submitProgram = defineEndpoint('submitProgram', 'POST /programs/:programId/submit', {
  summary: 'Draft → review; it must break no rule',
  params: programId,
  response: program,
  errors: [programNotFound, programNotReady, programWrongStatus, programHasErrors],
  ifMatch: true,
});

export const returnProgram = defineEndpoint('returnProgram', 'POST /programs/:programId/return', {
  summary: 'Review → draft, with a comment that says why; approved → draft for a new edition',
  params: programId,
  body: z.strictObject({ comment: text(1, 4000).describe('Why it goes back') }),
  response: program,
  errors: [programNotFound, programWrongStatus],
  ifMatch: true,
});

export const approveProgram = defineEndpoint('approveProgram', 'POST /programs/:programId/approve', {
  summary: 'Review → approved, by somebody who has neither ordered nor changed nor submitted it',
  params: programId,
  response: program,
  errors: [programNotFound, programWrongStatus, programHasErrors, programOwnApproval],
  ifMatch: true,
});

export const archiveProgram = defineEndpoint('archiveProgram', 'POST /programs/:programId/archive', {
  summary: 'Draft or approved → archived',
  params: programId,
  response: program,
  errors: [programNotFound, programWrongStatus],
  ifMatch: true,
});

export const unarchiveProgram = defineEndpoint('unarchiveProgram', 'POST /programs/:programId/unarchive', {
  summary: 'Archived → draft',
  params: programId,
  response: program,
  errors: [programNotFound, programWrongStatus],
  ifMatch: true,
});

/** The skeleton of a course: modules and topics in order, with what they teach and how long they take. */
export const programApproved = defineEvent(
  'program-generation.program-approved.v1',
  programEventFields.extend({
    approvedBy: id,
    documentVersion: z.int(),
    kind: programKind,
    level: programLevel,
    language: locale,
    aim: z.string(),
    hours: z.int(),
    /** Of the whole programme; absent in events of releases that did not tell them. */
    outcomes: z.array(z.object({ code: z.string(), text: z.string() })).default([]),
    passingPercent: z.int().nullable().default(null),
    /** Test questions with options; `module` is null for the final assessment. Absent like the outcomes. */
    questions: z
      .array(
        z.object({
          id: z.string(),
          module: z.string().nullable(),
          type: z.enum(['single', 'multiple']),
          text: z.string(),
          options: z.array(z.string()),
          key: z.array(z.int()),
        }),
      )
      .default([]),
    modules: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        summary: z.string(),
        outcomes: z.array(z.string()),
        hours: z.int(),
        topics: z.array(z.object({ id: z.string(), title: z.string(), hours: z.int(), content: z.array(z.string()) })),
      }),
    ),
  }),
);

export const programArchived = defineEvent('program-generation.program-archived.v1', programEventFields);
