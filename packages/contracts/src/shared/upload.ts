import { z } from 'zod';
import { matching } from './fields.ts';

export const mediaType = matching(/^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/, 190, {
  en: 'A media type is needed, in small letters and without parameters',
  ru: 'Нужен тип содержимого: строчными буквами и без параметров',
});

/** Where a file goes that was announced. */
export const upload = z.object({
  url: z.url().describe('Address in the object store'),
  headers: z.record(z.string(), z.string()).describe('Headers the request must have'),
});

export const uploadStatus = z.enum(['waiting', 'ready']);
