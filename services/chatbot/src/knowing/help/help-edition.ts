import { createHash } from 'node:crypto';
import type { HelpArticle } from '@lyceum/contracts/chatbot/help-article';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { LessonVersionRow } from '../lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../passage/help-course.ts';
import type { PassageDraft } from '../passage/write-passages.ts';
import { listArticles } from './help-articles.ts';

export interface ArticleVersion {
  readonly row: LessonVersionRow;
  readonly drafts: readonly PassageDraft[];
}

const titles: Readonly<Record<Locale, string>> = { en: 'Help', ru: 'Справка' };

/**
 * The articles of a language as versions of lessons. Their ids are made of what they say, so that all replicas make the same; they are
 * others in every space, since an id is there once in the table.
 */
export function createEdition(space: string, language: Locale): ArticleVersion[] {
  return listArticles(language).map((article) => ({
    row: {
      id: toUuid(JSON.stringify([space, article])),
      courseId: helpCourseId,
      lessonId: toUuid(JSON.stringify([space, language, article.slug])),
      ...{ title: article.title, moduleTitle: titles[language] },
      ...{ videoId: null, indexedAt: null, embeddingModel: null },
    },
    drafts: toDrafts(article),
  }));
}

/** A section is short enough to be one passage. */
function toDrafts({ slug, language, title, text, sections }: HelpArticle): PassageDraft[] {
  const common = { blockId: slug, cues: null };
  const headed = sections.map((section) => ({
    ...{ ...common, headingPath: [titles[language], title, section.heading], text: section.text },
  }));
  return text === '' ? headed : [{ ...common, headingPath: [titles[language], title], text }, ...headed];
}

/** An id of version 8 (RFC 9562), whose bits are up to us. */
function toUuid(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
