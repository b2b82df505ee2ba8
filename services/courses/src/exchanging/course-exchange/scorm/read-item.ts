import { newId } from '@lyceum/common/database';
import { scormContent } from '@lyceum/contracts/courses/scorm-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { toLine } from '../../question-exchange/text/to-line.ts';
import { getText, type XmlElement } from '../../question-exchange/xml/xml-element.ts';
import type { TreeLesson } from '../../tree/course-tree.ts';
import { readLimits12, readLimits2004 } from './read-limits.ts';
import { isFault, type Resource } from './read-resources.ts';
import { type FindEntry, type HrefFault, resolveHref } from './resolve-href.ts';
import * as say from './scorm-findings.ts';

/** What items of one package are read with. */
export interface PackageReading {
  readonly edition: '1.2' | '2004';
  readonly courseFileId: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly find: FindEntry;
  findSequencing(activity: XmlElement): XmlElement[];
  isRuling(sequencing: readonly XmlElement[]): boolean;
  /** What resources lack, which many items may share. */
  readonly missing: Map<Resource, readonly string[]>;
}

export interface ReadItem {
  readonly lesson?: TreeLesson;
  readonly lost: readonly Texts[];
  readonly changed: readonly Texts[];
}

/** The lesson of an item that can be started, or why there is none. */
export function readItem(item: XmlElement, reading: PackageReading): ReadItem {
  const lose = (reason: Texts): ReadItem => ({ lost: [reason], changed: [] });
  const reference = item.attributes.get('identifierref');
  if (!reference) return lose(say.nothingToStart);
  const resource = reading.resources.get(reference);
  if (!resource) return lose(say.unknownResource);
  if (resource.href === undefined) return lose(say.nothingToStart);
  const place = isFault(resource.base) ? resource.base : resolveHref(resource.base, resource.href, reading.find);
  if (typeof place === 'string') return lose(say.startFaults[place]);
  const sequencing = reading.findSequencing(item);
  const limits = reading.edition === '1.2' ? readLimits12(item) : readLimits2004(item, sequencing);
  const { invalid, ...read } = limits;
  const launchData = getText(item, reading.edition === '1.2' ? 'datafromlms' : 'dataFromLMS');
  const { courseFileId, edition } = reading;
  const launch = addParameters(place.launch, item.attributes.get('parameters') ?? '');
  const draft = { type: 'scorm', courseFileId, edition, launch, ...read } as const;
  const whole = scormContent.safeParse({ ...draft, launchData });
  const content = whole.success ? whole : scormContent.safeParse(draft);
  if (!content.success) return lose(say.addressTooLong);
  const title = toLine(getText(item, 'title'));
  const isHidden = item.attributes.get('isvisible') === 'false';
  const missing = findMissing(resource, reading);
  return {
    lesson: {
      ...{ id: newId(), title: toTitle(title, place.entry), required: !isHidden, opening: { opens: 'at-once' } },
      ...{ content: content.data, programTopic: null },
      // What is only shown never reports anything.
      completion: resource.isSco ? { rule: 'reported' } : { rule: 'opened', seconds: 0 },
    },
    lost: missing[0] === undefined ? [] : [say.filesMissing(missing.length, missing[0])],
    changed: [
      ...(title.length > maxTitle ? [say.titleCut] : []),
      ...(isHidden ? [say.wasHidden] : []),
      ...(getText(item, 'prerequisites') === '' ? [] : [say.prerequisitesLost]),
      ...(reading.isRuling(sequencing) ? [say.sequencingLost] : []),
      ...(whole.success ? [] : [say.launchDataCut]),
      ...invalid.map(say.valueInvalid),
    ],
  };
}

const maxTitle = 200;

/** In a title for those that have none, or one of signs that no title has. */
export function toTitle(written: string, fallback: string): string {
  const clean = (text: string) =>
    toLine(text.normalize('NFC').replace(/[\p{Cs}\u202A-\u202E]/gu, ''))
      .slice(0, maxTitle)
      .trim();
  return clean(written) || clean(fallback) || 'SCORM';
}

/** The rule of SCORM 2004 CAM 3.4.1.13, which 1.2 has too. */
function addParameters(launch: string, written: string): string {
  const parameters = written.trim().replace(/^[?&]+/, '');
  if (parameters === '') return launch;
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(launch) ?? [];
  if (parameters.startsWith('#')) return fragment === '' ? launch + parameters : launch;
  return `${address}${address.includes('?') ? '&' : '?'}${parameters}${fragment}`;
}

/** Files that a resource needs and the package lacks; resources may depend on one another in a circle. */
function findMissing(resource: Resource, { resources, find, missing: known }: PackageReading): readonly string[] {
  const found = known.get(resource);
  if (found) return found;
  const missing = new Set<string>();
  const seen = new Set([resource]);
  for (const one of seen) {
    for (const file of one.files) if (isMissing(one.base, file, find)) missing.add(file);
    for (const id of one.dependencies) {
      const next = resources.get(id);
      if (next) seen.add(next);
    }
  }
  known.set(resource, [...missing]);
  return [...missing];
}

/** What lies elsewhere is no part of the package. */
function isMissing(base: string | HrefFault, file: string, find: FindEntry): boolean {
  const place = isFault(base) ? base : resolveHref(base, file, find);
  return place === 'missing' || place === 'outside';
}
