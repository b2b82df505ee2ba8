import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { maxLessons, maxModules } from '../../../../authoring/content/course-limits.ts';
import type { Report } from '../report.ts';
import { toTitle } from '../text/tidy-text.ts';
import type { Manifest, ManifestItem } from './read-manifest.ts';
import type { Resource } from './resource.ts';

export interface PlannedLesson {
  readonly title: string;
  /** Where its author finds it. */
  readonly place: string;
  readonly resource: Resource;
}

export interface PlannedModule {
  readonly title: string;
  readonly lessons: PlannedLesson[];
}

const folderIsModule: Texts = {
  en: 'A folder within a module became a module of its own.',
  ru: 'Папка внутри модуля стала отдельным модулем.',
};

const headingIsLost: Texts = {
  en: 'A heading without content is left out.',
  ru: 'Заголовок без содержания не перенесён.',
};

const noResource: Texts = {
  en: 'The package does not say what belongs here.',
  ru: 'В пакете не указано, что здесь должно быть.',
};

export const tooMany: Texts = {
  en: `A course has at most ${maxLessons} lessons in ${maxModules} modules: the rest is left out.`,
  ru: `В курсе не больше ${maxLessons} уроков в ${maxModules} модулях: остальное не перенесено.`,
};

const materials: Readonly<Record<Locale, string>> = { en: 'Materials', ru: 'Материалы' };

/** One module is kept for what no item names. */
const maxPlanned = maxModules - 1;

interface Course {
  readonly title: string;
  readonly language: Locale;
  readonly report: Report;
}

/** Modules and their lessons in the order of the outline. */
export function planModules(manifest: Manifest, { title, language, report }: Course): PlannedModule[] {
  const modules: PlannedModule[] = [];
  let planned = 0;
  let isFull = false;
  const addModule = (name: string) => {
    const module: PlannedModule = { title: name, lessons: [] };
    if (modules.length < maxPlanned) modules.push(module);
    else isFull = true;
    return module;
  };
  const addLesson = (item: ManifestItem, module: PlannedModule) => {
    if (planned >= maxLessons) {
      isFull = true;
      return;
    }
    const resource = manifest.resources.get(item.reference ?? '');
    const name = toTitle(item.title);
    const place = `${module.title} / ${name || resource?.href.slice(0, 200) || '…'}`;
    if (!resource) {
      report.lose(place, item.reference === undefined ? headingIsLost : noResource);
      return;
    }
    planned += 1;
    module.lessons.push({ title: name, place, resource });
  };
  const addFolder = (folder: ManifestItem, name: string) => {
    // A folder of folders alone is no module, and what follows an inner folder keeps its place in the order.
    let module: PlannedModule | undefined;
    const add = (item: ManifestItem) => {
      module ??= addModule(name);
      addLesson(item, module);
    };
    if (folder.reference !== undefined) add({ ...folder, children: [] });
    for (const item of folder.children) {
      if (isFull) return;
      if (item.children.length === 0) {
        add(item);
        continue;
      }
      const inner = toTitle(`${name} / ${toTitle(item.title) || '…'}`);
      report.change(inner, [folderIsModule]);
      addFolder(item, inner);
      module = undefined;
    }
  };
  const hasFolders = manifest.items.some(({ children }) => children.length > 0);
  let loose: PlannedModule | undefined;
  for (const item of manifest.items) {
    if (isFull) break;
    const name = toTitle(item.title);
    if (item.children.length > 0) addFolder(item, name || materials[language]);
    else if (item.reference === undefined && name !== '') addModule(name);
    else {
      loose ??= addModule(hasFolders ? materials[language] : title);
      addLesson(item, loose);
    }
  }
  if (isFull) report.lose(title, tooMany);
  return modules;
}
