import { locales } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { validationTexts } from '@lyceum/contracts/shared/validation-texts';
import { z } from 'zod';
import type { Failure } from '../../exchange/failure.ts';
import { type CourseTree, courseTree } from '../../tree/course-tree.ts';
import type { CourseReader } from '../course-package.ts';
import { courseEntry, formatName, formatVersion, toFileEntry } from './format.ts';

const head = z.object({ format: z.literal(formatName), version: z.int().min(1) });

const noCourse: Texts = {
  en: `The file “${courseEntry}” of the package is not the description of a course.`,
  ru: `Файл «${courseEntry}» пакета — не описание курса.`,
};

const newer: Texts = {
  en: 'The package was written by a newer release of the platform. Update this one first.',
  ru: 'Пакет записан более новой версией платформы. Сначала обновите эту.',
};

/** Reads what `writeCourse` wrote. */
export const lyceumReader: CourseReader = {
  listWanted: () => [courseEntry],
  read({ texts }) {
    const tree = readTree(texts.get(courseEntry));
    if ('failure' in tree) return tree;
    const sources = new Map(tree.files.map(({ id }) => [id, { entry: toFileEntry(id) }]));
    return { tree, findings: [], sources };
  },
};

function readTree(bytes: Uint8Array | undefined): CourseTree | Failure {
  const value = parse(bytes);
  const known = head.safeParse(value);
  if (!known.success || typeof value !== 'object' || value === null) return { failure: noCourse };
  if (known.data.version > formatVersion) return { failure: newer };
  const { format: _format, version: _version, ...course } = { format: '', version: 0, ...value };
  const read = courseTree.safeParse(course);
  return read.success ? read.data : { failure: describeFault(course) };
}

function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Where the contract finds the first fault, and which. */
function describeFault(course: unknown): Texts {
  const [en = noCourse.en, ru = noCourse.ru] = locales.map((locale) => {
    const issue = courseTree.safeParse(course, { error: validationTexts[locale] }).error?.issues[0];
    return issue && `/${issue.path.join('/')}: ${issue.message}.`;
  });
  return { en, ru };
}
