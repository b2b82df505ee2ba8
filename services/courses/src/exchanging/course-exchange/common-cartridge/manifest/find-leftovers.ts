import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Report } from '../report.ts';
import type { PlannedLesson, PlannedModule } from './plan-modules.ts';
import type { Manifest } from './read-manifest.ts';
import { findSettings } from './resource.ts';

const isUnused: Texts = {
  en: 'No lesson and no page refers to it.',
  ru: 'На это не ссылается ни один урок и ни одна страница.',
};

/** As many of them still help an author; more are the store of files of another system. */
const maxSpareFiles = 20;

interface Used {
  readonly modules: readonly PlannedModule[];
  /** Entries that lessons use. */
  readonly used: ReadonlySet<string>;
  readonly report: Report;
}

/** Resources that have no lesson yet and get one; the others are lost. */
export function findLeftovers({ resources }: Manifest, { modules, used, report }: Used): PlannedLesson[] {
  const planned = new Set(modules.flatMap(({ lessons }) => lessons.map(({ resource }) => resource)));
  const needed = new Set([...resources.values()].flatMap(({ dependencies }) => dependencies));
  const rest = [...resources.values()].filter((resource) => !planned.has(resource) && !needed.has(resource.id));
  const spare = new Set(rest.filter(({ kind, entry }) => kind === 'page' && entry !== undefined && !used.has(entry)));
  return rest.flatMap((resource) => {
    const place = (resource.href || resource.id).slice(0, 200);
    const lesson = { title: '', place, resource };
    if (resource.kind === 'page') {
      if (!spare.has(resource)) return resource.entry === undefined ? [lesson] : [];
      if (spare.size <= maxSpareFiles) return [lesson];
      report.lose(place, isUnused);
      return [];
    }
    if (resource.kind !== 'associated' || findSettings(resource) !== undefined) return [lesson];
    report.lose(place, isUnused);
    return [];
  });
}
