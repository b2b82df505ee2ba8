import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, type Locale, line, locale, text, timestamp, version } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';

export const profiles = {
  readOwn: definePermission('profile.read-own', ['user', 'staff', 'admin']),
  updateOwn: definePermission('profile.update-own', ['user', 'staff', 'admin']),
};

/** Where somebody is taken to live who has not said it. */
export const defaultTimeZone: Readonly<Record<Locale, string>> = { en: 'UTC', ru: 'Europe/Moscow' };

export const profileNotFound = defineProblem('profile.not_found', 404, {
  en: 'The profile is not there yet, try again in a moment',
  ru: 'Профиль ещё не создан, повторите чуть позже',
});

export const profile = z
  .object({
    id: id.describe('Id of the account'),
    email: z.string().describe('Confirmed address of the account'),
    name: z.string().describe('Name, as the person wrote it'),
    locale: locale.describe('Language of mails and texts'),
    timeZone: z.string().meta({ description: 'Name of the IANA time zone database', examples: ['Europe/Moscow'] }),
    about: z.string().describe('What the person says of themselves'),
    avatarImageId: id.nullable().describe('Id of their picture among the images of the platform; null when they have none'),
    createdAt: timestamp.describe('When the profile was made'),
    updatedAt: timestamp.describe('When the profile was last changed'),
    version,
  })
  .meta({ id: 'Profile', description: 'What the platform knows of a person' });

export type Profile = z.infer<typeof profile>;

// An offset such as +03:00, which Intl takes too, knows no summer time.
const timeZone = bounded(64)
  .refine(
    isTimeZone,
    explain({ en: 'A name of the IANA time zone database is needed', ru: 'Нужно название часового пояса IANA' }),
  )
  .meta({ description: 'Name of the IANA time zone database', examples: ['Europe/Moscow'] });

function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false; // RangeError: the runtime's IANA database has no such zone
  }
}

export const getMe = defineEndpoint('getMe', 'GET /users/me', {
  summary: 'The profile of the signed-in person',
  response: profile,
  errors: [profileNotFound],
});

export const updateMe = defineEndpoint('updateMe', 'PATCH /users/me', {
  summary: 'Change the own profile; send If-Match to be sure nobody changed it meanwhile',
  body: z
    .strictObject({
      name: line(1, 100).describe('Name, as others will see it'),
      locale: locale.describe('Language of mails and texts'),
      timeZone,
      about: text(0, 2000).describe('What the person says of themselves'),
      avatarImageId: id.nullable().describe('Id of an avatar one has uploaded; null takes it away'),
    })
    .partial()
    .refine((body) => Object.keys(body).length > 0, explain({ en: 'Name at least one field', ru: 'Укажите хотя бы одно поле' })),
  response: profile,
  errors: [profileNotFound],
  ifMatch: true,
});

export const profileUpdated = defineEvent(
  'users.profile-updated.v1',
  z.object({
    accountId: id,
    name: z.string(),
    locale,
    /** Left out by those who published it before 2026-12. */
    timeZone: z.string().optional(),
    version,
    occurredAt: timestamp,
  }),
);
