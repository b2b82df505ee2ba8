import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { bounded, line } from '../shared/fields.ts';

export const letterheads = {
  manage: definePermission('programs.manage-letterhead', ['admin']),
};

/** Head of the title page; also what a new programme starts with. */
export const letterhead = z
  .strictObject({
    organisation: line(0, 300),
    place: line(0, 100),
    address: line(0, 300),
    contacts: line(0, 300).describe('Telephone, mail, site'),
    registration: line(0, 300).describe('ОГРН, ИНН, licence'),
    approver: z.strictObject({ position: line(0, 200), name: line(0, 200) }),
    /** PNG or JPEG. */
    logo: bounded(280_000).check(z.base64()).nullable(),
  })
  .meta({ id: 'Letterhead' });

export type Letterhead = z.infer<typeof letterhead>;

export const getLetterhead = defineEndpoint('GET /programs/letterhead', {
  summary: 'Letterhead of the school',
  response: letterhead.extend({ version: z.int() }),
});

export const putLetterhead = defineEndpoint('PUT /programs/letterhead', {
  summary: 'Set the letterhead of the school',
  body: letterhead,
  response: letterhead.extend({ version: z.int() }),
});
