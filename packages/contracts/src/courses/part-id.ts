import { matching } from '../shared/fields.ts';

/** Names a part of one lesson for its whole life. */
export const partId = matching(/^[a-z0-9-]{1,40}$/, 40, {
  en: 'Lower-case Latin letters, digits and hyphens, 1 to 40 characters',
  ru: 'Строчные латинские буквы, цифры и дефисы, от 1 до 40 символов',
});
