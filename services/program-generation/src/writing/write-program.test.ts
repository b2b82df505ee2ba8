import { programDocument } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { ModelFailure } from '@lyceum/llm/model-failure';
import { plausibleAnswer } from '@lyceum/llm/testing/doubles/model-answer';
import fc from 'fast-check';
import { z } from 'zod';
import { anyAnswer } from '../../test/answers.ts';
import { anyProgramRequest, buildProgramRequest } from '../../test/factories.ts';
import { loadPrompts } from '../prompts/load-prompts.ts';
import { checkProgram } from '../rules/check-program.ts';
import { type CompletedStep, type Writing, writeProgram } from './write-program.ts';

const now = new Date('2026-11-21T10:00:00Z');
const prompts = loadPrompts();

/** Models whose answers are made from the JSON Schema they are asked with. */
function modelsThat(answer: (schema: unknown) => unknown): Writing['models'] & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    async generateObject(messages, schema) {
      asked.push(messages);
      const value = schema.parse(answer(z.toJSONSchema(schema, { io: 'input' })));
      return { value, model: 'test/model', usage: { inputTokens: 10, outputTokens: 5, cost: null } };
    },
  };
}

function writing(request: ProgramRequest, models: Writing['models'], overrides: Partial<Writing> = {}) {
  const kept: CompletedStep[] = [];
  const stepStore = {
    done: kept,
    begin: async () => {},
    keep: async (step: CompletedStep) => void kept.push(step),
  };
  return {
    kept,
    request,
    models,
    outline: false,
    prompt: (name) => prompts(name, request.language).text,
    materials: [],
    letterhead: undefined,
    stepStore,
    now: () => now,
    signal: new AbortController().signal,
    lastAttempt: true,
    onUsage: () => {},
    ...overrides,
  } satisfies Writing & { kept: CompletedStep[] };
}

const getErrors = (document: unknown) => {
  const parsed = programDocument.parse(document);
  return checkProgram(parsed, { today: now }).filter(({ severity }) => severity === 'error');
};

describe('writeProgram', () => {
  it('asks a diligent model once for each step and breaks no rule', async () => {
    const request = buildProgramRequest();
    const models = modelsThat((schema) => plausibleAnswer(schema, 'a'));
    const { kept, ...rest } = writing(request, models);
    const document = await writeProgram(rest);
    expect(getErrors(document)).toEqual([]);
    expect(kept.map(({ key }) => key).toSorted()).toEqual([
      'conditions',
      'frame',
      'module:1',
      'module:2',
      'module:3',
      'questions:1',
      'questions:2',
      'questions:3',
    ]);
    expect(models.asked).toHaveLength(8);
    expect(document?.modules.flatMap(({ topics }) => topics.map(({ title }) => title))).toEqual(
      expect.arrayContaining(request.topics),
    );
    expect(document?.notice).toContain('test/model');
  });

  it('breaks no rule whatever a model answers', async () => {
    const language = { language: 'ru' } as const;
    let documents = 0;
    await fc.assert(
      fc.asyncProperty(anyProgramRequest, fc.infiniteStream(fc.nat()), async (anyRequest, seeds) => {
        const request = { ...anyRequest, ...language };
        const models = modelsThat((schema) => fc.sample(anyAnswer(schema), { numRuns: 1, seed: seeds.next().value })[0]);
        try {
          const document = await writeProgram(writing(request, models));
          documents += 1;
          expect(getErrors(document)).toEqual([]);
        } catch (error) {
          if (!(error instanceof ModelFailure)) throw error;
          expect(error.kind).toBe('invalid-answer');
        }
      }),
      { numRuns: 60 },
    );
    expect(documents).toBeGreaterThan(10);
  });
});
