import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Lost } from '../../../question-exchange/read-question.ts';
import { type Documents, missing } from '../documents.ts';
import type { Manifest } from '../manifest/read-manifest.ts';
import { findSettings, type Resource } from '../manifest/resource.ts';
import type { ReadLesson } from './lesson-draft.ts';
import { readAssignment, readCanvasAssignment } from './read-assignment.ts';
import { readLink } from './read-link.ts';
import { readPageLesson, readTopic } from './read-text-lesson.ts';

const noTools: Lost = {
  lost: {
    en: 'Tools of other sites (LTI) are not supported.',
    ru: 'Инструменты других сайтов («LTI») не поддерживаются.',
  },
};

const forTeachers: Lost = {
  lost: {
    en: 'It is meant for teachers, and lessons are for learners.',
    ru: 'Материал предназначен для преподавателей, а уроки — для учащихся.',
  },
};

const noCounterpart = (type: string): Lost => ({
  lost: {
    en: `There is no counterpart for the kind “${type.slice(0, 100)}”.`,
    ru: `Для вида «${type.slice(0, 100)}» здесь нет соответствия.`,
  },
});

/** What a lesson is made of: a document, questions, or an entry to download. */
export type ReadResource = ReadLesson | { readonly questionsFrom: string } | { readonly download: string };

/** Texts that are read as pages; all others are downloaded. */
export const isPage = (entry: string) => /\.x?html?$/i.test(entry);

/** What becomes of a resource. */
export function readResource(resource: Resource, documents: Documents, { find, root }: Manifest): ReadResource {
  const { kind, entry, isForTeachers, type } = resource;
  if (isForTeachers) return forTeachers;
  if (kind === 'tool') return noTools;
  if (kind === 'unknown') return noCounterpart(type);
  if (entry === undefined) return missing;
  const origin = { find, root, entry };
  switch (kind) {
    case 'link':
      return readLink(documents, entry);
    case 'topic':
      return readTopic(documents, origin);
    case 'assignment':
      return readAssignment(documents, origin);
    case 'quiz':
    case 'bank':
      return { questionsFrom: entry };
    case 'page':
    case 'associated': {
      const settings = findSettings(resource);
      if (settings !== undefined) return readCanvasAssignment(documents, origin, settings);
      return isPage(entry) ? readPageLesson(documents, origin) : { download: entry };
    }
  }
}

/** Said of a lesson that the contract does not take. */
export const notTaken: Texts = {
  en: 'Its content is longer than a lesson may be, or has signs that are not allowed.',
  ru: 'Его содержание длиннее, чем бывает в уроке, или в нём недопустимые знаки.',
};
