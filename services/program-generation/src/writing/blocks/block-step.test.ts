import { sections } from '@lyceum/contracts/program-generation/program-document';
import { plausibleAnswer } from '@lyceum/llm/testing/doubles/model-answer';
import fc from 'fast-check';
import { z } from 'zod';
import { anyAnswer } from '../../../test/answers.ts';
import { buildDocument } from '../../../test/documents.ts';
import { findBlock, listBlocks, replaceBlock } from '../../parts/document-blocks.ts';
import { blockStep } from './block-step.ts';

const today = new Date('2026-11-21T10:00:00Z');
const document = buildDocument();
const blocks = listBlocks(document).map(({ block }) => block);

function stepFor(block: string) {
  return blockStep({ document, block, instruction: 'короче', wishes: '', today });
}

function getSchema(step: NonNullable<ReturnType<typeof stepFor>>) {
  return z.toJSONSchema(step.answer, { io: 'input' });
}

const getHours = (program: typeof document) => [
  program.hours,
  program.finalAssessment.hours,
  program.calendar,
  program.modules.map(({ hours, topics }) => [hours, topics.map((topic) => topic.hours)]),
];

describe('blockStep', () => {
  it('has a question for every block but those that are computed or registered', () => {
    const without = [...sections, ...blocks].filter((block) => blocks.includes(block) && !stepFor(block));
    expect([...new Set(without)].toSorted()).toEqual(['calendar', 'standards']);
  });

  it('leaves a block as it is when the model sends it back', () => {
    for (const block of blocks) {
      const step = stepFor(block);
      if (!step) continue;
      const current = z.record(z.string(), z.unknown()).parse(JSON.parse(step.variables['current'] ?? ''));
      expect({ block, error: step.answer.safeParse(current).error }).toEqual({ block, error: undefined });
      const { findings, result } = step.read(current);
      expect({ block, findings }).toEqual({ block, findings: [] });
      expect(replaceBlock(document, block, result)).toEqual(document);
    }
  });

  it('takes what a diligent model writes, keeping hours', () => {
    for (const block of blocks) {
      const step = stepFor(block);
      if (!step) continue;
      const { findings, result } = step.read(plausibleAnswer(getSchema(step), block));
      expect({ block, findings }).toEqual({ block, findings: [] });
      const changed = replaceBlock(document, block, result);
      expect(findBlock(changed, block)?.value).not.toEqual(findBlock(document, block)?.value);
      expect(getHours(changed)).toEqual(getHours(document));
    }
  });

  it('fits the document, or is refused, whatever a model answers', () => {
    fc.assert(
      fc.property(fc.constantFrom(...blocks), fc.nat(), (block, seed) => {
        const step = stepFor(block);
        if (!step) return;
        const [answer] = fc.sample(anyAnswer(getSchema(step)), { numRuns: 1, seed });
        const { findings, result } = step.read(step.answer.parse(answer));
        if (result === null) expect(findings).not.toEqual([]);
        else expect(getHours(replaceBlock(document, block, result))).toEqual(getHours(document));
      }),
      // A title of two characters that are two code units each.
      { numRuns: 300, examples: [['title', 348119311]] },
    );
  });

  it('keeps ids and codes of what stays and gives new ones to what is new', () => {
    const step = stepFor('outcomes');
    const [first, second] = document.outcomes;
    const answer = {
      outcomes: [
        { number: 2, text: 'применяет изученное в новых условиях', competences: [1] },
        { number: 0, text: 'оценивает результат по критериям', competences: [] },
        { number: 2, text: 'повторяет номер предыдущего результата', competences: [99] },
      ],
    };
    const outcomes = z.array(z.looseObject({ id: z.string(), code: z.string() })).parse(step?.read(answer).result);
    expect(outcomes[0]).toMatchObject({ id: second?.id, code: second?.code, competences: [document.competences[0]?.id] });
    const taken = document.outcomes.flatMap(({ id, code }) => [id, code]);
    for (const added of outcomes.slice(1)) expect(taken).not.toEqual(expect.arrayContaining([added.id]));
    expect(new Set(outcomes.map(({ code }) => code)).size).toBe(3);
    expect(outcomes.map(({ id }) => id)).not.toContain(first?.id);
  });

  it('takes a source with another title for one that nobody has looked up', () => {
    const [source] = document.sources;
    const record = { type: 'book', authors: [], title: 'Совсем другая книга', publication: '', year: 0, extent: '' };
    const [changed] = z.array(z.looseObject({})).parse(stepFor('sources')?.read({ sources: [{ number: 1, ...record }] }).result);
    expect(changed).toMatchObject({ id: source?.id, origin: 'model', url: null, year: source?.year });
  });

  it('shows what stands beside the block', () => {
    const [module] = document.modules;
    const step = stepFor(`topic:${module?.topics[1]?.id}`);
    expect(step?.variables.neighbours).toContain(module?.topics[0]?.content[0]?.slice(0, 40));
  });
});
