import { findChildren, type XmlElement } from '../../question-exchange/xml/xml-element.ts';
import { type HrefFault, resolveBase } from './resolve-href.ts';

/** A resource of a manifest (SCORM 2004 CAM 3.4.2). */
export interface Resource {
  /** Speaks with the run-time; an asset is only shown. */
  readonly isSco: boolean;
  /** Where it is started; none where nothing is. */
  readonly href: string | undefined;
  /** Folder that its addresses are of. */
  readonly base: string | HrefFault;
  readonly files: readonly string[];
  readonly dependencies: readonly string[];
}

/** All resources by their identifiers, those of manifests within too; of two with one identifier the first. */
export function readResources(manifest: XmlElement, folder: string): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  collect(manifest, folder, resources);
  return resources;
}

function collect(element: XmlElement, outer: string | HrefFault, resources: Map<string, Resource>): void {
  const base = isFault(outer) ? outer : resolveBase(outer, element.attributes.get('base') ?? '');
  if (element.name === 'resource') {
    const id = element.attributes.get('identifier');
    if (id !== undefined && !resources.has(id)) resources.set(id, toResource(element, base));
    return;
  }
  for (const name of ['resources', 'resource', 'manifest'])
    for (const child of findChildren(element, name)) collect(child, base, resources);
}

export function isFault(base: string | HrefFault): base is HrefFault {
  return base === 'elsewhere' || base === 'outside' || base === 'missing';
}

function toResource(element: XmlElement, base: string | HrefFault): Resource {
  const type = element.attributes.get('scormType') ?? element.attributes.get('scormtype') ?? '';
  const getAttributes = (name: string, attribute: string) =>
    findChildren(element, name).flatMap((child) => child.attributes.get(attribute) ?? []);
  return {
    isSco: type.trim().toLowerCase() === 'sco',
    href: element.attributes.get('href')?.trim() || undefined,
    base,
    files: getAttributes('file', 'href'),
    dependencies: getAttributes('dependency', 'identifierref'),
  };
}
