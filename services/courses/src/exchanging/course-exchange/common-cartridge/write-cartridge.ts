import type { Texts } from '@lyceum/contracts/shared/texts';
import { renderImage } from '../../../learning/lesson-text/render-image.ts';
import type { ExchangeFinding } from '../../exchange/exchange-finding.ts';
import type { CourseTree, TreeFile, TreeLesson } from '../../tree/course-tree.ts';
import type { WrittenCourse } from '../course-package.ts';
import { findCourseChanges, findLessonChanges } from './write/find-changes.ts';
import { writeAssignment, writeLink, writePage } from './write/write-documents.ts';
import { type WrittenItem, type WrittenResource, writeManifest } from './write/write-manifest.ts';
import { type PreparedQuestion, prepareBank, writeAssessment, writeObjectBank } from './write/write-questions.ts';

const summaryIsLost: Texts = { en: 'The summary of the module is left out.', ru: 'Описание модуля не перенесено.' };

const noFile: Texts = { en: 'The course lacks its file.', ru: 'В курсе нет его файла.' };

const scormIsLost: Texts = {
  en: 'The standard holds no SCORM: the package is left beside the lessons.',
  ru: 'Стандарт не передаёт «SCORM»: пакет остался рядом с уроками.',
};

const videoIsLost: Texts = {
  en: 'The standard holds no video of the library: the lesson is left out.',
  ru: 'Стандарт не передаёт видео из библиотеки: урок не перенесён.',
};

const noQuestions: Texts = {
  en: 'None of its questions can be held by the standard.',
  ru: 'Стандарт не может передать ни один из его вопросов.',
};

const bankIsMerged: Texts = {
  en: 'The standard has one bank without a name: the questions of no quiz stand in it together.',
  ru: 'В стандарте один банк, без названия: в нём собраны вопросы, которых нет в тестах.',
};

const types = {
  page: 'webcontent',
  link: 'imswl_xmlv1p3',
  quiz: 'imsqti_xmlv1p2/imscc_xmlv1p3/assessment',
  bank: 'imsqti_xmlv1p2/imscc_xmlv1p3/question-bank',
  assignment: 'assignment_xmlv1p0',
} as const;

/** HTML of a lesson by its blocks; of a lesson without blocks, its description. */
type ShownLessons = ReadonlyMap<string, readonly { readonly id: string; readonly html: string }[]>;

/** A course as Common Cartridge 1.3 (1EdTech). `shown` is by ids of lessons. A finding is said once for each part it concerns. */
export function writeCartridge(tree: CourseTree, shown: ShownLessons): WrittenCourse {
  const { card, banks, modules, files } = tree;
  const texts: { name: string; text: string }[] = [];
  const resources: WrittenResource[] = [];
  const findings: ExchangeFinding[] = [];
  const entries = new Map(files.map((file, index) => [file.id, toEntry(file, index + 1)]));
  const prepared = new Map<string, readonly PreparedQuestion[]>();
  const taken = new Set<PreparedQuestion>();
  const change = (place: string, messages: readonly Texts[]) => {
    findings.push(...messages.map((message) => ({ place, severity: 'changed' as const, message })));
  };
  const addText = (type: keyof typeof types, folder: string, write: (id: string) => string) => {
    const id = `R${texts.length + 1}`;
    const entry = `${folder}/${texts.length + 1}.${type === 'page' ? 'html' : 'xml'}`;
    texts.push({ name: entry, text: write(id) });
    resources.push({ id, type: types[type], entry });
    return id;
  };
  const addLesson = ({ id, title, content }: TreeLesson): string | Texts => {
    const images = new Map(content.type === 'text' ? content.blocks.map((block) => [block.id, block]) : []);
    const html = (shown.get(id) ?? [])
      .map((block) => {
        const image = images.get(block.id);
        return image?.type === 'image' ? renderImage(image, toPageAddress(entries.get(image.courseFileId))) : block.html;
      })
      .join('\n');
    switch (content.type) {
      case 'text':
        return addText('page', 'web', () => writePage(title, html, card.language));
      case 'link':
      case 'video':
      case 'meeting': {
        const { url } = content;
        return url === null ? videoIsLost : addText('link', 'links', () => writeLink(title, url));
      }
      case 'assignment':
        return addText('assignment', 'assignments', (ident) => writeAssignment({ id: ident, title, html, content }));
      case 'file':
        return entries.has(content.courseFileId) ? toFileId(content.courseFileId, files) : noFile;
      case 'scorm':
        return scormIsLost;
      case 'quiz': {
        const { settings } = content;
        const asked = settings.questions.flatMap(({ bankId, tag }) =>
          (prepared.get(bankId) ?? []).filter((one) => tag === null || one.content.tags.includes(tag)),
        );
        const questions = [...new Set(asked)];
        if (questions.length === 0) return noQuestions;
        for (const question of questions) taken.add(question);
        return addText('quiz', 'quizzes', (ident) => writeAssessment({ ident, title, settings, questions }));
      }
    }
  };

  change(card.title, findCourseChanges(tree));
  for (const bank of banks) {
    const { prepared: questions, findings: found } = prepareBank(bank);
    prepared.set(bank.id, questions);
    findings.push(...found);
  }
  const written = modules.map(({ title: module, summary, lessons }) => {
    if (summary !== '') change(module, [summaryIsLost]);
    const items = lessons.flatMap((lesson): WrittenItem[] => {
      const place = `${module} / ${lesson.title}`;
      const reference = addLesson(lesson);
      if (typeof reference !== 'string') {
        findings.push({ place, severity: 'lost', message: reference });
        return [];
      }
      change(place, findLessonChanges(lesson));
      return [{ title: lesson.title, reference }];
    });
    return { title: module, items };
  });
  const spare: PreparedQuestion[] = [];
  for (const { id, title } of banks) {
    const questions = prepared.get(id) ?? [];
    const left = questions.filter((one) => !taken.has(one));
    spare.push(...left);
    if (left.length > 0) change(title, [bankIsMerged]);
    else if (questions.length === 0) findings.push({ place: title, severity: 'lost', message: noQuestions });
  }
  if (spare.length > 0) addText('bank', 'quizzes', (ident) => writeObjectBank(ident, spare));
  for (const [id, entry] of entries) resources.push({ id: toFileId(id, files), type: types.page, entry });
  const manifest = writeManifest({ card, modules: written, resources });
  return { texts: [{ name: 'imsmanifest.xml', text: manifest }, ...texts], files: entries, findings };
}

/** How a page of the folder `web` names another entry. */
function toPageAddress(entry: string | undefined): string | undefined {
  return entry && `../${entry.split('/').map(encodeURIComponent).join('/')}`;
}

function toFileId(id: string, files: readonly TreeFile[]): string {
  return `F${files.findIndex((file) => file.id === id) + 1}`;
}

/** A folder of its own keeps names apart; a colon is allowed in no archive. */
function toEntry({ name }: TreeFile, number: number): string {
  return `files/${number}/${/^\.+$/.test(name) ? 'file' : name.replaceAll(':', '_')}`;
}
