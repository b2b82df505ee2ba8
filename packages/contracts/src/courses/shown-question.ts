import { z } from 'zod';
import { safeHtml } from './lesson-content.ts';

const shownOptions = z.array(safeHtml).describe('What can be chosen, in the order in which answers count it');

const shownGap = z.discriminatedUnion('type', [
  z.object({ type: z.literal('single').describe('One option is chosen'), options: shownOptions }),
  z.object({ type: z.literal('short-text').describe('A word or a few are typed') }),
  z.object({ type: z.literal('number').describe('A number is typed') }),
]);

/** How it is answered, without what that earns. */
const shownAnswering = z.discriminatedUnion('type', [
  z.object({ type: z.literal('single').describe('One option is chosen'), options: shownOptions }),
  z.object({ type: z.literal('multiple').describe('Any number of options is chosen'), options: shownOptions }),
  z.object({
    type: z.literal('ordering').describe('Items are put in order'),
    items: z.array(safeHtml).describe('The items, in the order in which answers count them'),
  }),
  z.object({
    type: z.literal('matching').describe('Each left side gets its right side; several may get the same one'),
    lefts: z.array(safeHtml).describe('Left sides'),
    rights: z.array(z.string().describe('Text, not HTML')).describe('Right sides, in the order in which answers count them'),
  }),
  z.object({ type: z.literal('short-text').describe('A word or a few are typed') }),
  z.object({ type: z.literal('number').describe('A number is typed, with a point or a comma') }),
  z.object({
    type: z.literal('cloze').describe('Gaps in the prompt'),
    gaps: z.array(shownGap).describe('The gaps: `<span data-gap="1"></span>` in the prompt is the place of the first one'),
  }),
]);

/** A question as a learner sees it in an attempt. */
export const shownQuestion = z
  .object({
    prompt: safeHtml.describe('What is asked: HTML, cleaned on the server'),
    answering: shownAnswering.describe('How it is answered'),
    points: z.number().describe('What the right answer earns'),
  })
  .meta({ id: 'ShownQuestion', description: 'A question as a learner sees it in an attempt, without its key' });

export type ShownQuestion = z.output<typeof shownQuestion>;
