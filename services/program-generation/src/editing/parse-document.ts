import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { programPatchFailed } from '@lyceum/contracts/program-generation/editing';
import { programDocument } from '@lyceum/contracts/program-generation/program-document';
import { validationTexts } from '@lyceum/contracts/shared/validation-texts';
import { type CheckedDocument, checkDocument } from '../rules/check-program.ts';

/** Characters of JSON: ten times the longest programme we know. Every version is kept, and every change reads it all. */
const maxLength = 2_000_000;

/** Lists, objects, texts and numbers, three times those of that programme: each is checked at every reading. */
const maxValues = 60_000;

/** The schema of a document has fewer. What has more would be listed name by name. */
const maxMembers = 50;

/**
 * What an edit has made, checked, if it still is a document. Ids must tell its parts apart: locks, comments and proposals name parts by
 * them. Fails with `program.patch_failed` and pointers into what was made.
 */
export function parseDocument(value: unknown, { locale, now }: Pick<Context, 'locale' | 'now'>): CheckedDocument {
  if (countValues(value) > maxValues) throw patchFailed([{ pointer: '', message: tooManyParts[locale] }]);
  const parsed = programDocument.safeParse(value, { error: validationTexts[locale] });
  if (!parsed.success) {
    throw patchFailed(
      parsed.error.issues.map(({ path, message }) => ({ pointer: path.map((key) => `/${String(key)}`).join(''), message })),
    );
  }
  if (JSON.stringify(parsed.data).length > maxLength) throw patchFailed([{ pointer: '', message: tooLong[locale] }]);
  const checked = checkDocument(parsed.data, now());
  const ambiguous = checked.findings.filter(({ rule }) => rule === 'R2');
  if (ambiguous.length > 0) throw patchFailed(ambiguous.map(({ pointer, message }) => ({ pointer, message: message[locale] })));
  return checked;
}

/** The values within a value, itself included; infinite where an object has more members than any of a document. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const members = Object.values(value);
  if (!Array.isArray(value) && members.length > maxMembers) return Number.POSITIVE_INFINITY;
  return members.reduce<number>((sum, member) => sum + countValues(member), 1);
}

const tooManyParts = {
  en: `The document would have more than ${maxValues} values.`,
  ru: `В документе стало бы больше ${maxValues} значений.`,
};

const tooLong = {
  en: `The document would be longer than ${maxLength} characters.`,
  ru: `Документ стал бы длиннее ${maxLength} символов.`,
};

export function patchFailed(errors: { pointer: string; message: string }[]) {
  return fail(programPatchFailed, { errors: errors.slice(0, 50) });
}
