import type { courseFormats } from '@lyceum/contracts/courses/course-import';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Failure } from '../exchange/failure.ts';
import { decodeFile } from '../question-exchange/text/decode-file.ts';
import { cartridgeReader } from './common-cartridge/read-cartridge.ts';
import type { CourseReader, PackageTexts, ReadCourse } from './course-package.ts';
import { findManifest } from './find-manifest.ts';
import { courseEntry } from './lyceum/format.ts';
import { lyceumReader } from './lyceum/read-course.ts';
import { findOtherStandard } from './other-standards.ts';
import { isScorm, scormReader } from './scorm/scorm-reader.ts';

export type CourseFormat = (typeof courseFormats)[number];

const unknownPackage: Texts = {
  en: `The package is of no format that is read: it has neither “${courseEntry}” nor “imsmanifest.xml” at its root.`,
  ru: `Формат пакета неизвестен: в его корне нет ни «${courseEntry}», ни «imsmanifest.xml».`,
};

/** The entry that says what a package is, or why it is none. */
export function findDescription(names: readonly string[]): string | Failure {
  const found = names.find((name) => name === courseEntry) ?? findManifest(names);
  return found ?? findOtherStandard(names) ?? { failure: unknownPackage };
}

interface OpenedPackage {
  /** Names of all entries in the order of the archive. */
  readonly names: readonly string[];
  readonly manifest: { readonly name: string; readonly bytes: Uint8Array };
}

interface PackagePlan {
  readonly format: CourseFormat;
  /** Names of the entries whose bytes have to be read. */
  readonly wanted: readonly string[];
}

const readers: Readonly<Record<CourseFormat, CourseReader>> = {
  lyceum: lyceumReader,
  'common-cartridge': cartridgeReader,
  scorm: scormReader,
};

export function planPackage({ names, manifest }: OpenedPackage): PackagePlan | Failure {
  const format = detectFormat(manifest);
  const wanted = readers[format].listWanted(manifest.bytes, names);
  return 'failure' in wanted ? wanted : { format, wanted };
}

/** A course of a package, or why there is none. `title` is what it is called where it does not say so. */
export function readPackage({
  format,
  title,
  ...texts
}: PackageTexts & { readonly format: CourseFormat; readonly title: string }): ReadCourse | Failure {
  return readers[format].read(texts, title);
}

function detectFormat({ name, bytes }: OpenedPackage['manifest']): CourseFormat {
  if (name === courseEntry) return 'lyceum';
  return isScorm(decodeFile(bytes, 'xml') ?? '') ? 'scorm' : 'common-cartridge';
}
