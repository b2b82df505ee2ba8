import { z } from 'zod';

export const exchangeFinding = z
  .object({
    place: z.string().describe('What it is about: line, file, module and lesson, or number and name'),
    severity: z
      .enum(['lost', 'changed'])
      .describe('`lost` what is missing as a whole, `changed` what is there without something of it'),
    message: z.string().describe('What and why, in the language of the caller'),
  })
  .meta({ id: 'ExchangeFinding', description: 'What was lost or changed on the way' });
