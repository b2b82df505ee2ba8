import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Failure } from '../../../exchange/failure.ts';
import { decodeFile } from '../../../question-exchange/text/decode-file.ts';
import { parseXml } from '../../../question-exchange/xml/parse-xml.ts';
import { findChild, findChildren, findWithin, getText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import { findManifest } from '../../find-manifest.ts';
import { createEntryFinder, type EntryFinder, getFolder } from './entry-finder.ts';
import { type CartridgeMetadata, readMetadata } from './read-metadata.ts';
import { type Resource, readResource } from './resource.ts';

/** A place in the outline of a course. */
export interface ManifestItem {
  readonly title: string;
  /** Identifier of its resource. */
  readonly reference: string | undefined;
  readonly children: readonly ManifestItem[];
}

export interface Manifest {
  readonly metadata: CartridgeMetadata;
  readonly items: readonly ManifestItem[];
  readonly resources: ReadonlyMap<string, Resource>;
  /** Those whose identifier another one has already. */
  readonly repeated: readonly Resource[];
  readonly find: EntryFinder;
  /** The folder that was packed. */
  readonly root: string;
}

const maxManifestBytes = 4_000_000;

const noManifest: Texts = {
  en: 'There is no “imsmanifest.xml” of a Common Cartridge in the package.',
  ru: 'В пакете нет файла «imsmanifest.xml» формата «Common Cartridge».',
};

const tooLarge: Texts = {
  en: 'The list of contents of the package is larger than 4 MB.',
  ru: 'Перечень содержимого пакета больше 4 МБ.',
};

const isLocked: Texts = {
  en: 'The package is protected: its publisher allows it to be opened only with an authorization.',
  ru: 'Пакет защищён: издатель разрешает открывать его только по авторизации.',
};

export function readManifest(bytes: Uint8Array, names: readonly string[]): Manifest | Failure {
  if (bytes.length > maxManifestBytes) return { failure: tooLarge };
  const text = decodeFile(bytes, 'xml');
  if (text === undefined) return { failure: noManifest };
  const element = parseXml(text);
  if ('failure' in element) return element;
  if (element.name !== 'manifest') return { failure: noManifest };
  const root = getFolder(findManifest(names) ?? '');
  const find = createEntryFinder(names);
  const read = findChildren(findChild(element, 'resources'), 'resource').map((one) => readResource(one, find, root));
  const isEncrypted = names.some((name) => /(?:^|\/)META-INF\/encryption\.xml$/i.test(name));
  if (isEncrypted || hasAuthorization(element) || read.some(({ isProtected }) => isProtected)) return { failure: isLocked };
  const resources = new Map<string, Resource>();
  for (const resource of read) if (!resources.has(resource.id)) resources.set(resource.id, resource);
  return {
    metadata: readMetadata(element),
    items: readOutline(element),
    resources,
    repeated: read.filter((resource) => resources.get(resource.id) !== resource),
    find,
    root,
  };
}

function hasAuthorization(manifest: XmlElement): boolean {
  const places = [manifest, findChild(manifest, 'metadata')].filter((place) => place !== undefined);
  return places.some(
    (place) => findWithin(place, ({ name }) => name === 'authorizations' || name === 'authorization').length > 0,
  );
}

/** The items of the first organization, without the one root that the standard puts around them. */
function readOutline(manifest: XmlElement): readonly ManifestItem[] {
  const items = readItems(findChild(findChild(manifest, 'organizations'), 'organization'));
  const [root, ...others] = items;
  if (!root || others.length > 0 || root.children.length === 0 || root.reference !== undefined) return items;
  const holdsFolders = root.children.some(({ children }) => children.length > 0);
  return root.title === '' || holdsFolders ? root.children : items;
}

function readItems(parent: XmlElement | undefined): ManifestItem[] {
  return findChildren(parent, 'item').map((item) => ({
    title: getText(item, 'title'),
    reference: item.attributes.get('identifierref') || undefined,
    children: readItems(item),
  }));
}
