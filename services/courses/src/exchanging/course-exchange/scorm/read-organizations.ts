import type { Texts } from '@lyceum/contracts/shared/texts';
import { maxLessons, maxModules } from '../../../authoring/content/course-limits.ts';
import { type ExchangeFinding, toPlace } from '../../exchange/exchange-finding.ts';
import type { Failure } from '../../exchange/failure.ts';
import { toLine } from '../../question-exchange/text/to-line.ts';
import { findChild, findChildren, getText, type XmlElement } from '../../question-exchange/xml/xml-element.ts';
import type { TreeLesson, TreeModule } from '../../tree/course-tree.ts';
import { type PackageReading, readItem, toTitle } from './read-item.ts';
import * as say from './scorm-findings.ts';

interface ReadOrganizations {
  readonly modules: TreeModule[];
  readonly findings: ExchangeFinding[];
}

const maxItems = 5_000;

const tooManyItems: Texts = {
  en: 'The package has more than 5,000 items.',
  ru: 'В пакете больше 5000 элементов.',
};

/** A module for each organization, the default one first, and a lesson for each item that can be started. */
export function readOrganizations(manifest: XmlElement, reading: PackageReading): ReadOrganizations | Failure {
  const root = findChild(manifest, 'organizations');
  const all = findChildren(root, 'organization');
  const first = all.find(({ attributes }) => attributes.get('identifier') === root?.attributes.get('default')) ?? all[0];
  const findings: ExchangeFinding[] = [];
  const modules: TreeModule[] = [];
  let items = 0;
  let left = maxLessons;

  const note = (place: string, severity: ExchangeFinding['severity'], messages: readonly Texts[]) =>
    findings.push(...messages.map((message) => ({ place, severity, message })));

  function readItems(parent: XmlElement, lessons: TreeLesson[]): void {
    for (const item of findChildren(parent, 'item')) {
      items += 1;
      if (items > maxItems) return;
      const isGroup = findChild(item, 'item') !== undefined;
      const place = toPlace(items, toLine(getText(item, 'title')));
      if (isGroup)
        note(place, 'changed', [say.levelLost, ...(reading.isRuling(reading.findSequencing(item)) ? [say.sequencingLost] : [])]);
      if (!isGroup || item.attributes.get('identifierref')) {
        const { lesson, lost, changed } = readItem(item, reading);
        note(place, 'lost', lost);
        note(place, 'changed', changed);
        if (lesson && left > 0) lessons.push(lesson);
        if (lesson) left -= 1;
      }
      if (isGroup) readItems(item, lessons);
    }
  }

  for (const organization of new Set([...(first ? [first] : []), ...all])) {
    const title = toTitle(getText(organization, 'title'), organization.attributes.get('identifier') ?? '');
    if (reading.isRuling(reading.findSequencing(organization))) note(title, 'changed', [say.sequencingLost]);
    const lessons: TreeLesson[] = [];
    readItems(organization, lessons);
    if (items > maxItems) return { failure: tooManyItems };
    if (lessons.length > 0) modules.push({ title, summary: '', lessons });
  }
  if (left < 0 || modules.length > maxModules) note('imsmanifest.xml', 'lost', [say.partsLost]);
  return { modules: modules.slice(0, maxModules), findings };
}
