import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { bounded, line, version } from '../shared/fields.ts';

export const letterheads = {
  manage: definePermission('programs.manage-letterhead', ['admin']),
};

export const letterhead = z
  .strictObject({
    organisation: line(0, 300).describe('Full name of the school'),
    place: line(0, 100).describe('Town, as it stands on title pages'),
    address: line(0, 300).describe('Postal address'),
    contacts: line(0, 300).describe('Telephone, mail, site'),
    registration: line(0, 300).describe('ОГРН, ИНН, licence'),
    approver: z
      .strictObject({ position: line(0, 200).describe('Position'), name: line(0, 200).describe('Name and initials') })
      .describe('Who approves programmes'),
    logo: bounded(280_000)
      .check(z.base64())
      .nullable()
      .meta({ description: 'PNG or JPEG in base64; null for none', examples: [null] }),
  })
  .meta({ id: 'Letterhead', description: 'Head of the title page; also what a new programme starts with' });

export type Letterhead = z.infer<typeof letterhead>;

const storedLetterhead = letterhead
  .extend({ version })
  .meta({ id: 'StoredLetterhead', description: 'The letterhead of the school, with its version' });

export const getLetterhead = defineEndpoint('getLetterhead', 'GET /programs/letterhead', {
  summary: 'Letterhead of the school',
  response: storedLetterhead,
});

export const putLetterhead = defineEndpoint('putLetterhead', 'PUT /programs/letterhead', {
  summary: 'Set the letterhead of the school',
  body: letterhead,
  response: storedLetterhead,
  ifMatch: true,
});
