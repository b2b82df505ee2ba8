import { z } from 'zod';

export const exchangeFinding = z
  .object({
    place: z.string().describe('Line, file, or number and name of what it is about'),
    severity: z.enum(['lost', 'changed']).describe('`lost` what could not be taken over, `changed` what is not the same'),
    message: z.string().describe('What and why, in the language of the caller'),
  })
  .meta({ id: 'ExchangeFinding', description: 'What was lost or changed on the way' });
