import type { Texts } from '@lyceum/contracts/shared/texts';
import { listFileIds } from '../../../authoring/content/list-file-ids.ts';
import type { ExchangeFinding } from '../../exchange/exchange-finding.ts';
import type { CourseTree } from '../../tree/course-tree.ts';
import { createNumbering, numberParts } from '../../tree/number-parts.ts';
import type { WrittenCourse } from '../course-package.ts';
import { courseEntry, formatName, formatVersion, toFileEntry } from './format.ts';

/** Everything of a course, and nothing of when and where: the same course makes the same package. */
export function writeCourse(tree: CourseTree): WrittenCourse {
  const toNumbered = createNumbering();
  const course = { format: formatName, version: formatVersion, ...numberParts(tree, toNumbered) };
  return {
    texts: [{ name: courseEntry, text: `${JSON.stringify(course, null, 1)}\n` }],
    files: new Map(tree.files.map(({ id }) => [id, toFileEntry(toNumbered(id))])),
    findings: findMissingFiles(tree),
  };
}

function findMissingFiles({ modules, files }: CourseTree): ExchangeFinding[] {
  const known = new Set(files.map(({ id }) => id));
  const lessons = modules.flatMap((module) => module.lessons);
  const lacking = lessons.filter(({ content }) => listFileIds(content).some((id) => !known.has(id)));
  return lacking.map(({ title: place }) => ({ place, severity: 'lost', message: noFile }));
}

const noFile: Texts = { en: 'A file of the lesson is not there.', ru: 'Файла урока нет.' };
