import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Failure } from '../../exchange/failure.ts';
import { courseTree } from '../../tree/course-tree.ts';
import type { CourseReader, PackageTexts, ReadCourse } from '../course-package.ts';
import { findManifest } from '../find-manifest.ts';
import { createCourseBuilder } from './course-builder.ts';
import { createDocuments } from './documents.ts';
import { createCourseFiller } from './fill-course.ts';
import { isPage } from './lesson/read-resource.ts';
import { chooseLanguage } from './manifest/choose-language.ts';
import { findLeftovers } from './manifest/find-leftovers.ts';
import { planModules } from './manifest/plan-modules.ts';
import { type Manifest, readManifest } from './manifest/read-manifest.ts';
import { findSettings } from './manifest/resource.ts';
import { createReport } from './report.ts';
import { toTitle } from './text/tidy-text.ts';

/** More texts no course has that fits into the limits. */
const maxWanted = 5_000;

const noManifest: Failure = {
  failure: {
    en: 'There is no “imsmanifest.xml” in the package.',
    ru: 'В пакете нет файла «imsmanifest.xml».',
  },
};

const repeatedIdentifier: Texts = {
  en: 'Another part of the package has the same identifier.',
  ru: 'Такой же идентификатор есть у другой части пакета.',
};

const others = {
  en: { title: 'Other materials', course: 'Course' },
  ru: { title: 'Другие материалы', course: 'Курс' },
};

/**
 * Common Cartridge 1.0 to 1.3 (1EdTech). Ids of the course are counted from 1; the size of a file is 1, because a manifest does not
 * say it. Web content that no item and no page refers to gets lessons while there is little of it.
 */
export const cartridgeReader: CourseReader = {
  listWanted(manifest, names) {
    const read = readManifest(manifest, names);
    return 'failure' in read ? read : listTexts(read, names);
  },
  read(texts, packageName) {
    const bytes = texts.texts.get(findManifest(texts.names) ?? '');
    if (!bytes) return noManifest;
    const manifest = readManifest(bytes, texts.names);
    return 'failure' in manifest ? manifest : readCourse(manifest, texts, packageName);
  },
};

function listTexts({ resources }: Manifest, names: readonly string[]): string[] {
  const wanted = new Set([findManifest(names) ?? '']);
  for (const resource of resources.values()) {
    const { kind, entry } = resource;
    const settings = findSettings(resource);
    const isFile = kind === 'page' || kind === 'associated';
    if (entry !== undefined && kind !== 'tool' && kind !== 'unknown' && (!isFile || isPage(entry))) wanted.add(entry);
    if (settings !== undefined) wanted.add(settings);
    if (wanted.size >= maxWanted) break;
  }
  return [...wanted];
}

function readCourse(manifest: Manifest, { texts }: PackageTexts, packageName: string): ReadCourse {
  const { metadata } = manifest;
  const { language, changes } = chooseLanguage(metadata);
  const title = metadata.title || toTitle(packageName) || others[language].course;
  const report = createReport();
  report.change(title, changes);
  for (const { href, id } of manifest.repeated) report.lose((href || id).slice(0, 200), repeatedIdentifier);
  const modules = planModules(manifest, { title, language, report });
  const builder = createCourseBuilder();
  const filler = createCourseFiller({ manifest, documents: createDocuments(texts), builder, report, language, modules });
  for (const module of modules) filler.addModule(module);
  const leftovers = findLeftovers(manifest, { modules, used: filler.used, report });
  if (leftovers.length > 0) filler.addModule({ title: others[language].title, lessons: [] });
  for (const lesson of leftovers) filler.addLesson(lesson, { required: false });
  const [first = '', second] = metadata.descriptions;
  const isSummary = first.length <= 500;
  const tree = courseTree.parse({
    card: {
      title,
      summary: isSummary ? first : '',
      description: isSummary ? (second ?? '') : first,
      language,
      tags: [...new Set(metadata.keywords.filter((tag) => tag !== ''))].slice(0, 20),
      hours: null,
      outcomes: [],
      category: null,
      prerequisites: [],
    },
    banks: builder.banks,
    // All that was left over may be lost.
    modules: builder.modules.filter(({ lessons }, index) => index < modules.length || lessons.length > 0),
    gradebook: { categories: [], items: [], ungraded: 'ignored' },
    files: builder.files,
  });
  return { tree, findings: report.findings, sources: builder.sources };
}
