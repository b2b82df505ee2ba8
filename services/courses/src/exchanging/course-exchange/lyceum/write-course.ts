import type { Texts } from '@lyceum/contracts/shared/texts';
import { listFileIds } from '../../../authoring/content/list-file-ids.ts';
import { findVideoId } from '../../../authoring/library-video/find-video-id.ts';
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
    findings: [...findMissingFiles(tree), ...findVideos(tree)],
  };
}

function findMissingFiles({ modules, files }: CourseTree): ExchangeFinding[] {
  const known = new Set(files.map(({ id }) => id));
  const lessons = modules.flatMap((module) => module.lessons);
  const lacking = lessons.filter(({ content }) => listFileIds(content).some((id) => !known.has(id)));
  return lacking.map(({ title: place }) => ({ place, severity: 'lost', message: noFile }));
}

function findVideos({ modules }: CourseTree): ExchangeFinding[] {
  const lessons = modules.flatMap((module) => module.lessons).filter(({ content }) => findVideoId(content) !== null);
  return lessons.map(({ title: place }) => ({ place, severity: 'lost', message: videoStays }));
}

const videoStays: Texts = {
  en: 'The video stays in the library of this school: other schools get the course without the lesson.',
  ru: 'Видео остаётся в библиотеке этой школы: другие школы получат курс без этого урока.',
};

const noFile: Texts = { en: 'A file of the lesson is not there.', ru: 'Файла урока нет.' };
