import { z } from 'zod';

export const streak = z
  .object({
    current: z
      .int()
      .describe('Days in a row with at least a minute of counted study, up to today or, while today has none, up to yesterday'),
    longest: z.int().describe('The longest run of such days, of the last 1,000 days of study'),
    timeZone: z.string().meta({ description: 'Whose days they are, by the IANA time zone database', examples: ['UTC'] }),
  })
  .meta({ id: 'StudyStreak', description: 'Days in a row on which somebody studied' });
