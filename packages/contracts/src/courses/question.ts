import { z } from 'zod';
import { line, text } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';

const percent = z
  .number()
  .min(-100)
  .max(100)
  .meta({ examples: [100] });

const markdown = (min: number, max: number) => text(min, max).describe('Markdown');

const feedback = markdown(0, 4000).describe('What a learner is told who chose it, in Markdown');

const option = z.strictObject({
  text: markdown(1, 2000).describe('What can be chosen, in Markdown'),
  percent: percent.describe('Share of the points that choosing it earns, in percent; below 0 it costs'),
  feedback: feedback.default(''),
});

const options = z.array(option).min(2).max(30).describe('What can be chosen, in the order of the author');

const acceptedText = z.strictObject({
  text: line(1, 500).describe('The answer; `*` stands for any text, `\\*` for an asterisk'),
  percent: percent.describe('Share of the points it earns, in percent'),
  feedback: feedback.default(''),
});

/** No quantity of any science is larger. */
const maxNumber = 1e100;

const acceptedNumber = z.strictObject({
  value: z.number().min(-maxNumber).max(maxNumber).describe('The right number'),
  tolerance: z.number().min(0).max(maxNumber).describe('How far from it an answer may be, the bound included'),
  percent: percent.describe('Share of the points it earns, in percent'),
  feedback: feedback.default(''),
});

const caseSensitive = z.boolean().default(false).describe('Whether `a` and `A` are different answers');

/** Somebody must be able to earn all of it. */
const canBeRight = (accepted: readonly { percent: number }[]) => accepted.some((one) => one.percent === 100);

const noneIsRight = explain({ en: 'One answer must earn 100 percent', ru: 'Один из ответов должен давать 100 процентов' });

/** Thirds are written as 33.33333, so the sum is near 100. */
const addUp = (chosen: readonly { percent: number }[]) =>
  Math.abs(chosen.reduce((sum, one) => sum + Math.max(0, one.percent), 0) - 100) < 0.1;

const doNotAddUp = explain({
  en: 'The options that earn points must come to 100 percent together',
  ru: 'Варианты, за которые начисляются баллы, должны давать вместе 100 процентов',
});

const single = z.strictObject({
  type: z.literal('single').describe('One option is chosen'),
  options: options.refine(canBeRight, noneIsRight),
});

const multiple = z.strictObject({
  type: z.literal('multiple').describe('Any number of options is chosen; their percents are added, never below 0'),
  options: options.refine(addUp, doNotAddUp),
});

const ordering = z.strictObject({
  type: z.literal('ordering').describe('Items are put in order; each pair of neighbours in the right order earns its share'),
  items: z.array(markdown(1, 1000)).min(2).max(20).describe('In the right order, in Markdown'),
});

const matching = z.strictObject({
  type: z.literal('matching').describe('Each left side gets its right side; each right one earns its share'),
  pairs: z
    .array(
      z.strictObject({
        left: markdown(1, 1000).describe('What is matched, in Markdown'),
        right: line(1, 500).describe('What belongs to it'),
      }),
    )
    .min(2)
    .max(20)
    .describe('What belongs together'),
  distractors: z.array(line(1, 500)).max(20).default([]).describe('Right sides that belong to none'),
});

const shortText = z.strictObject({
  type: z.literal('short-text').describe('A word or a few are typed; the first accepted answer that fits counts'),
  accepted: z.array(acceptedText).min(1).max(50).refine(canBeRight, noneIsRight).describe('Accepted answers'),
  caseSensitive,
});

const number = z.strictObject({
  type: z.literal('number').describe('A number is typed, with a point or a comma; the first accepted answer that fits counts'),
  accepted: z.array(acceptedNumber).min(1).max(20).refine(canBeRight, noneIsRight).describe('Accepted answers'),
});

const weight = { weight: z.int().min(1).max(100).default(1).describe('How much the gap counts among the gaps') };

const gap = z.discriminatedUnion('type', [single.extend(weight), shortText.extend(weight), number.extend(weight)]);

export type QuestionGap = z.output<typeof gap>;

const cloze = z.strictObject({
  type: z.literal('cloze').describe('Gaps in the prompt, where `{{1}}` stands for the first one'),
  gaps: z.array(gap).min(1).max(30).describe('The gaps in order'),
});

/** How it is answered and what that earns. */
const answering = z.discriminatedUnion('type', [single, multiple, ordering, matching, shortText, number, cloze]);

export const questionTypes = ['single', 'multiple', 'ordering', 'matching', 'short-text', 'number', 'cloze'] as const;

/** The gaps a prompt names, in order. */
const namedGaps = (prompt: string) => [...prompt.matchAll(/\{\{(\d{1,2})\}\}/g)].map(([, digits]) => Number(digits));

function namesEachGapOnce({ prompt, answering: how }: { prompt: string; answering: z.output<typeof answering> }): boolean {
  if (how.type !== 'cloze') return true;
  const named = namedGaps(prompt).toSorted((a, b) => a - b);
  return named.length === how.gaps.length && named.every((gapNumber, index) => gapNumber === index + 1);
}

/** A question with its key, as authors write it. */
export const questionContent = z
  .strictObject({
    title: line(0, 200).describe('Name among the questions of its bank; learners do not see it'),
    prompt: markdown(1, 10_000).describe('What is asked, in Markdown; of a cloze, `{{1}}` stands for its first gap'),
    answering: answering.describe('How it is answered, and what which answer earns'),
    points: z.number().min(0).max(1000).default(1).describe('What the right answer earns'),
    feedback: markdown(0, 4000).default('').describe('What everybody is told after the attempt, in Markdown'),
    tags: z.array(line(1, 50)).max(20).default([]).describe('Words to find it by'),
  })
  .refine(namesEachGapOnce, {
    path: ['prompt'],
    ...explain({
      en: 'The prompt of a cloze names each gap once: {{1}}, {{2}} and so on',
      ru: 'В тексте с пропусками каждый пропуск назван один раз: {{1}}, {{2}} и так далее',
    }),
  })
  .meta({ id: 'QuestionContent', description: 'A question with its key' });

export type QuestionContent = z.output<typeof questionContent>;

export type QuestionAnswering = QuestionContent['answering'];

/**
 * What a learner answers. Numbers are places in what the learner was shown, from 0: the order of options, items and right sides is
 * drawn for each attempt.
 */
export const answer = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('single').describe('The option chosen'),
      choice: z.int().min(0).max(29).describe('The option'),
    }),
    z.strictObject({
      type: z.literal('multiple').describe('The options chosen'),
      choices: z.array(z.int().min(0).max(29)).max(30).describe('The options'),
    }),
    z.strictObject({
      type: z.literal('ordering').describe('The order given'),
      order: z.array(z.int().min(0).max(19)).max(20).describe('The items shown, in the order given to them'),
    }),
    z.strictObject({
      type: z.literal('matching').describe('The pairs made'),
      matches: z
        .array(z.int().min(0).max(39).nullable())
        .max(20)
        .describe('For each left side its right side; null leaves it open'),
    }),
    z.strictObject({ type: z.literal('short-text').describe('A word or a few'), text: line(0, 500).describe('What was typed') }),
    z.strictObject({ type: z.literal('number').describe('A number'), text: line(0, 100).describe('What was typed') }),
    z.strictObject({
      type: z.literal('cloze').describe('What stands in the gaps'),
      gaps: z
        .array(z.union([z.int().min(0).max(29), line(0, 500)]).nullable())
        .max(30)
        .describe('For each gap the option or what was typed; null leaves it open'),
    }),
  ])
  .meta({ id: 'QuestionAnswer', description: 'What a learner answers' });

export type Answer = z.output<typeof answer>;
