import type { RowOf } from '@lyceum/common/database';
import { id, timestamp } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

const mail = z.object({ id, subject: z.string(), createdAt: timestamp, sentAt: timestamp.nullable() });
type MailRow = RowOf<typeof mail>;

const row: MailRow = {
  id: '01900000-0000-7000-8000-000000000000',
  subject: 'Welcome',
  createdAt: new Date('2026-11-20T10:00:00.123Z'),
  sentAt: null,
};

describe('a timestamp of an answer', () => {
  it('is text of the wire, whether a row or another service has it', () => {
    const answer: { createdAt: string; sentAt: string | null } = mail.parse(row);
    expect(answer).toEqual({ ...row, createdAt: '2026-11-20T10:00:00.123Z' });
    expect(mail.parse(answer)).toEqual(answer);
  });

  it.each([['soon'], [''], [1_763_632_800_000], [new Date(Number.NaN)], [null], [undefined]])('is never %s', (value) => {
    expect(mail.safeParse({ ...row, createdAt: value }).success).toBe(false);
  });

  it('is a date-time in the documentation', () => {
    const { properties } = z.toJSONSchema(mail);
    expect(properties?.['createdAt']).toMatchObject({ type: 'string', format: 'date-time' });
    expect(properties?.['sentAt']).toMatchObject({ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] });
  });
});
