import { maxSubmissionFiles } from '@lyceum/contracts/courses/assignment-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { parseNumber } from '../../../question-exchange/text/parse-number.ts';
import { findChild, findChildren, getText, toText } from '../../../question-exchange/xml/xml-element.ts';
import type { Documents } from '../documents.ts';
import { type ReadPage, readPage } from '../page/read-page.ts';
import { toTitle } from '../text/tidy-text.ts';
import { htmlToMarkdown } from '../text/to-markdown.ts';
import type { ReadLesson } from './lesson-draft.ts';
import { createFinder, type Origin, readAttachments, readMarkup } from './read-text-lesson.ts';

const teachersTextIsLost: Texts = {
  en: 'The text for teachers is left out.',
  ru: 'Текст для преподавателей не перенесён.',
};

const onePoint: Texts = {
  en: 'The assignment had no points: it earns 1 now.',
  ru: 'У задания не было баллов: теперь за него дают 1 балл.',
};

const pointsAreRounded: Texts = {
  en: 'The points are whole numbers from 1 to 1,000: they are rounded.',
  ru: 'Баллы — целые числа от 1 до 1000: они округлены.',
};

const otherFormats: Texts = {
  en: 'The assignment does not say how work is handed in in a way that is known: texts and files are taken.',
  ru: 'Способ сдачи работы не указан или неизвестен: принимаются тексты и файлы.',
};

const lateSettingsAreLost: Texts = {
  en: 'Dates, groups, rubrics and other settings of “Canvas” are left out.',
  ru: 'Сроки, группы, критерии и другие настройки «Canvas» не перенесены.',
};

interface Task {
  readonly title: string;
  readonly page: ReadPage;
  readonly points: string | undefined;
  readonly formats: readonly string[];
  readonly attached: readonly string[];
  readonly changes: readonly Texts[];
}

/** An assignment of the extension of 1.3. */
export function readAssignment(documents: Documents, origin: Origin): ReadLesson {
  const assignment = documents.readXml(origin.entry, ['assignment']);
  if ('lost' in assignment) return assignment;
  const own = findChild(assignment, 'text');
  const hasText = toText(own).trim() !== '';
  const forTeachers = findChild(assignment, 'instructor_text');
  const gradable = findChild(assignment, 'gradable');
  // Brightspace keeps the task of learners there.
  const page = readMarkup(hasText ? own : forTeachers, origin);
  return toLesson({
    title: toTitle(getText(assignment, 'title')),
    page,
    points: toText(gradable).trim() === 'false' ? undefined : gradable?.attributes.get('points_possible'),
    formats: findChildren(findChild(assignment, 'submission_formats'), 'format').map(
      ({ attributes }) => attributes.get('type') ?? '',
    ),
    attached: readAttachments(assignment, origin),
    changes: hasText && toText(forTeachers).trim() !== '' ? [teachersTextIsLost] : [],
  });
}

/** An assignment as Canvas has it besides the standard: a page, and a file of settings. */
export function readCanvasAssignment(documents: Documents, origin: Origin, settingsEntry: string): ReadLesson {
  const settings = documents.readXml(settingsEntry, ['assignment']);
  if ('lost' in settings) return settings;
  const source = documents.readText(origin.entry);
  if (typeof source !== 'string') return source;
  return toLesson({
    title: toTitle(getText(settings, 'title')),
    page: readPage(source, createFinder(origin)),
    points: getText(settings, 'points_possible'),
    formats: getText(settings, 'submission_types').split(','),
    attached: [],
    changes: [lateSettingsAreLost],
  });
}

function toLesson({ title, page, points: written, formats, attached, changes }: Task): ReadLesson {
  const number = parseNumber(written ?? '') ?? 0;
  const points = Math.min(1_000, Math.max(1, Math.round(number)));
  const takes = readFormats(formats);
  const files = [...new Set([...page.files, ...attached])];
  return {
    title,
    content: {
      type: 'assignment',
      description: htmlToMarkdown(page.html),
      takes: takes ?? { text: true, files: maxSubmissionFiles },
      points,
    },
    changes: new Set([
      ...changes,
      ...page.changes,
      ...(number <= 0 ? [onePoint] : number === points ? [] : [pointsAreRounded]),
      ...(takes ? [] : [otherFormats]),
    ]),
    files,
    used: [...page.used, ...files],
  };
}

/** `text`, `html`, `url` and `file` of the extension, and the names that Canvas has. */
function readFormats(formats: readonly string[]) {
  const known = new Set(formats.map((format) => format.trim().toLowerCase()));
  const text = ['text', 'html', 'online_text_entry'].some((format) => known.has(format));
  const link = ['url', 'uri', 'online_url'].some((format) => known.has(format));
  const files = known.has('file') || known.has('online_upload') ? maxSubmissionFiles : 0;
  return text || link || files > 0 ? { text, link, files } : undefined;
}
