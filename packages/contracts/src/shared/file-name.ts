import { line } from './fields.ts';
import { explain } from './texts.ts';

/** A name without a path, that reads as it is written: U+202E makes `doc.exe` of `exe.cod`. */
export const fileName = line(1, 200).refine(
  (name) => !/[/\\\u202A-\u202E\u2066-\u2069]/.test(name),
  explain({
    en: 'A file name has no slashes and no marks of the direction of writing',
    ru: 'В имени файла недопустимы косые черты и знаки направления письма',
  }),
);
