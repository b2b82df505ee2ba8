import { findChild, findChildren, findWithin, toText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import type { EntryFinder } from './entry-finder.ts';

const kinds = [
  ['page', /^webcontent$/],
  ['associated', /^associatedcontent\//],
  ['link', /^imswl_xmlv1p\d$/],
  ['topic', /^imsdt_xmlv1p\d$/],
  ['quiz', /^imsqti_xmlv1p2(?:p1)?(?:\/imscc_xmlv1p\d\/assessment)?$/],
  ['bank', /^imsqti_xmlv1p2(?:p1)?\/imscc_xmlv1p\d\/question-bank$/],
  ['tool', /^imsbasiclti_xmlv1p\d/],
  ['assignment', /^assignment_xmlv1p\d$/],
] as const;

export type ResourceKind = (typeof kinds)[number][0] | 'unknown';

export interface Resource {
  readonly id: string;
  readonly kind: ResourceKind;
  /** As the manifest spells it. */
  readonly type: string;
  readonly href: string;
  /** The entry it is made of; none when the package lacks it. */
  readonly entry: string | undefined;
  /** All entries that belong to it. */
  readonly files: readonly string[];
  readonly dependencies: readonly string[];
  readonly isForTeachers: boolean;
  readonly isProtected: boolean;
}

/** A resource of a manifest in a folder. */
export function readResource(element: XmlElement, find: EntryFinder, folder: string): Resource {
  const type = (element.attributes.get('type') ?? '').trim();
  const hrefs = findChildren(element, 'file').map(({ attributes }) => attributes.get('href') ?? '');
  const href = element.attributes.get('href') ?? hrefs[0] ?? '';
  return {
    id: element.attributes.get('identifier') ?? '',
    kind: kinds.find(([, form]) => form.test(type))?.[0] ?? 'unknown',
    type,
    href,
    entry: find(href, folder),
    files: hrefs.map((path) => find(path, folder)).filter((entry) => entry !== undefined),
    dependencies: [
      ...new Set(findChildren(element, 'dependency').map(({ attributes }) => attributes.get('identifierref') ?? '')),
    ],
    isForTeachers: isForTeachers(element),
    isProtected: element.attributes.get('protected') === 'true',
  };
}

/** Plans of lessons, and what names roles but none that learns. */
function isForTeachers(element: XmlElement): boolean {
  if (element.attributes.get('intendeduse') === 'lessonplan') return true;
  const metadata = findChild(element, 'metadata');
  const roles = metadata ? findWithin(metadata, ({ name }) => name.toLowerCase() === 'intendedenduserrole') : [];
  const values = roles.map((role) => toText(findChild(role, 'value')).trim().toLowerCase());
  return (
    values.length > 0 && values.every((value) => /^(?:instructor|teacher|mentor|contentdeveloper|administrator)$/.test(value))
  );
}

/** Settings that Canvas keeps beside the page of an assignment. */
export function findSettings({ files }: Resource): string | undefined {
  return files.find((file) => /(?:^|\/)assignment_settings\.xml$/i.test(file));
}
