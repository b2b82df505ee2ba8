import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { CourseBuilder } from './course-builder.ts';
import type { Documents } from './documents.ts';
import type { ContentDraft } from './lesson/lesson-draft.ts';
import { notTaken, readResource } from './lesson/read-resource.ts';
import { type PlannedLesson, type PlannedModule, tooMany } from './manifest/plan-modules.ts';
import type { Manifest } from './manifest/read-manifest.ts';
import type { Resource } from './manifest/resource.ts';
import { readAssessment } from './qti/read-assessment.ts';
import type { Report } from './report.ts';
import { toTitle } from './text/tidy-text.ts';

const noQuestions: Texts = {
  en: 'None of its questions could be taken over.',
  ru: 'Ни один из его вопросов перенести не удалось.',
};

const noRoom: Texts = {
  en: 'The course has as many files or question banks as it may have.',
  ru: 'В курсе уже столько файлов или банков вопросов, сколько может быть.',
};

const canvasSettings: Texts = {
  en: 'Settings of “Canvas”, and questions of kinds that the standard does not know, are left out.',
  ru: 'Настройки «Canvas» и вопросы видов, которых нет в стандарте, не перенесены.',
};

const names: Readonly<Record<Locale, { bank: string; lesson: string }>> = {
  en: { bank: 'Question bank', lesson: 'Lesson' },
  ru: { bank: 'Банк вопросов', lesson: 'Урок' },
};

interface Filling {
  readonly manifest: Manifest;
  readonly documents: Documents;
  readonly builder: CourseBuilder;
  readonly report: Report;
  readonly language: Locale;
  readonly modules: readonly PlannedModule[];
}

/** Adds lessons to a course, and knows which entries they use. */
export interface CourseFiller {
  readonly used: ReadonlySet<string>;
  addModule(module: PlannedModule): void;
  /** Adds to the last module. */
  addLesson(lesson: PlannedLesson, options?: { required: boolean }): void;
}

export function createCourseFiller({ manifest, documents, builder, report, language, modules }: Filling): CourseFiller {
  const used = new Set<string>();
  const bankIds = new Map<string, string | undefined>();
  /** Entries that have lessons, or will have them. */
  const placed = new Set(modules.flatMap(({ lessons }) => lessons.map(({ resource }) => getDownload(resource))));

  const put = (place: string, ...[draft]: Parameters<CourseBuilder['addLesson']>) => {
    const isAdded = builder.addLesson(draft);
    if (!isAdded) report.lose(place, builder.isFull() ? tooMany : notTaken);
    return isAdded;
  };

  const addDownload = (entry: string, place: string, title: string, required: boolean) => {
    used.add(entry);
    const courseFileId = builder.addFile(entry);
    if (courseFileId === undefined) report.lose(place, noRoom);
    else put(place, { title, content: { type: 'file', courseFileId }, required });
  };

  const addImages = (content: ContentDraft, place: string): ContentDraft => {
    if (content.type !== 'text') return content;
    const blocks: typeof content.blocks = [];
    for (const block of content.blocks) {
      const courseFileId = block.type === 'image' ? builder.addFile(block.courseFileId) : undefined;
      if (block.type !== 'image') blocks.push(block);
      else if (courseFileId !== undefined) blocks.push({ ...block, courseFileId });
      else report.lose(place, noRoom);
    }
    return { ...content, blocks };
  };

  const addQuestions = ({ title, place, resource }: PlannedLesson, entry: string) => {
    used.add(entry);
    const read = readAssessment(documents, entry);
    if ('lost' in read) return report.lose(place, read.lost);
    if (!bankIds.has(entry)) {
      report.addAll(read.findings, (number) => (number === '' ? place : `${place}: ${number}`));
      const name = title || read.title || names[language].bank;
      bankIds.set(entry, read.questions.length > 0 ? builder.addBank(name, read.questions) : undefined);
    }
    const bankId = bankIds.get(entry);
    if (bankId === undefined) return report.lose(place, read.questions.length > 0 ? noRoom : noQuestions);
    if (resource.kind === 'bank') return;
    const settings = { ...read.settings, questions: [{ bankId, draw: null }] };
    const draft = { title: title || read.title || names[language].lesson, content: { type: 'quiz' as const, settings } };
    const hasOwn = resource.dependencies.some((id) =>
      manifest.resources.get(id)?.files.some((file) => /(?:^|\/)assessment_meta\.xml$/i.test(file)),
    );
    if (put(place, draft)) report.change(place, [...read.changes, ...(hasOwn ? [canvasSettings] : [])]);
  };

  const addLesson: CourseFiller['addLesson'] = (lesson, { required } = { required: true }) => {
    const { title, place, resource } = lesson;
    if (builder.isFull()) return report.lose(place, tooMany);
    for (const entry of resource.files) used.add(entry);
    const read = readResource(resource, documents, manifest);
    if ('lost' in read) report.lose(place, read.lost);
    else if ('download' in read) addDownload(read.download, place, title || getName(read.download), required);
    else if ('questionsFrom' in read) addQuestions(lesson, read.questionsFrom);
    else {
      for (const entry of read.used) used.add(entry);
      const name = title || read.title || getName(resource.href) || names[language].lesson;
      if (!put(place, { title: name, content: addImages(read.content, place), required })) return;
      report.change(place, read.changes);
      for (const entry of read.files) {
        if (!placed.has(entry)) addDownload(entry, `${place} / ${getName(entry)}`, getName(entry), false);
        placed.add(entry);
      }
    }
  };

  return {
    used,
    addModule({ title, lessons }) {
      builder.addModule(title);
      for (const lesson of lessons) addLesson(lesson);
    },
    addLesson,
  };
}

function getDownload({ kind, entry }: Resource): string | undefined {
  return kind === 'page' || kind === 'associated' ? entry : undefined;
}

function getName(path: string): string {
  return toTitle(path.slice(path.lastIndexOf('/') + 1));
}
