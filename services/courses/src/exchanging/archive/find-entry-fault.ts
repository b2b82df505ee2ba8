import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Entry } from 'yauzl';

const badName = (name: string): Texts => ({
  en: `The package has an entry with a name that is not allowed: “${name.slice(0, 100)}”.`,
  ru: `В пакете есть файл с недопустимым именем: «${name.slice(0, 100)}».`,
});

const repeatedName = (name: string): Texts => ({
  en: `The package has two entries of one name: “${name.slice(0, 100)}”.`,
  ru: `В пакете два файла с одним именем: «${name.slice(0, 100)}».`,
});

const hasPassword: Texts = { en: 'The package has a password.', ru: 'Пакет защищён паролем.' };

const symbolicLink = 0o120000;

/** Why a package with this entry in its directory is not read. */
export function findEntryFault(name: string, entry: Entry, isRepeated: boolean): Texts | undefined {
  const fileType = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (!isPlain(name) || fileType === symbolicLink) return badName(name);
  if (isRepeated) return repeatedName(name);
  return entry.isEncrypted() ? hasPassword : undefined;
}

/** A relative path that stays within the package. */
function isPlain(name: string): boolean {
  // An index of the database holds no longer ones.
  if (Buffer.byteLength(name.normalize('NFC').toLowerCase()) > 1_000 || /[\p{Cc}\\:]|^\//u.test(name)) return false;
  return name
    .replace(/\/$/, '')
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..');
}
