import { z } from 'zod';
import { bounded, id } from '../shared/fields.ts';

/** Where a passage stands: what a client opens and scrolls or seeks to. */
export const passagePlace = z
  .object({
    courseId: id.nullable().describe('Id of the course; null of a help article'),
    lessonId: id.nullable().describe('Id of the lesson; null of a help article'),
    headingPath: z.array(z.string()).describe('Titles above it: course, lesson, headings'),
    blockId: bounded(40).nullable().describe('Block of a text lesson, or the name of a help article; null of a video'),
    second: z.number().nullable().describe('Second of the video at which it is said; null of a text'),
  })
  .meta({ id: 'PassagePlace', description: 'Where a passage stands' });

export type PassagePlace = z.output<typeof passagePlace>;

export const citation = z
  .object({
    number: z.int().describe('Stands in the text as `[^number]`'),
    passageId: id.describe('Id of the passage'),
    place: passagePlace,
    quote: z.string().describe('Words of the passage itself, as the server found them there'),
  })
  .meta({ id: 'Citation', description: 'A quotation that the server has found in the passage it names' });

export type Citation = z.output<typeof citation>;
