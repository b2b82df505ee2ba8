import { z } from 'zod';
import { defineProblem } from '../define/problem.ts';

export const storageQuotaExceeded = defineProblem('storage.quota_exceeded', 409, {
  en: 'There is no room for the file',
  ru: 'Для файла не хватает места',
});

export const warnings = z.array(
  z.object({
    code: z.string().describe('Stable name of the warning'),
    message: z.string().describe('What is missing, in the language of the caller'),
  }),
);
