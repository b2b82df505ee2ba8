import { cartridgeReader } from '../src/exchanging/course-exchange/common-cartridge/read-cartridge.ts';
import type { ReadCourse } from '../src/exchanging/course-exchange/course-package.ts';
import type { Failure } from '../src/exchanging/exchange/failure.ts';

/** Entries of a package with their texts. */
export type PackageEntries = Readonly<Record<string, string>>;

/** Reads a package as an import does: what is wanted is asked first, and nothing else is given. */
export function readPackage(entries: PackageEntries, packageName = 'package'): ReadCourse | Failure {
  const names = Object.keys(entries);
  const bytes = new Map(Object.entries(entries).map(([name, text]) => [name, Buffer.from(text)]));
  const manifest = names.find((name) => name.endsWith('imsmanifest.xml')) ?? '';
  const wanted = cartridgeReader.listWanted(bytes.get(manifest) ?? Buffer.from('<manifest/>'), names);
  if ('failure' in wanted) return wanted;
  const texts = new Map([...bytes].filter(([name]) => wanted.includes(name)));
  return cartridgeReader.read({ names, texts }, packageName);
}

/** Reads a package that can be read. */
export function readCourse(entries: PackageEntries, packageName?: string): ReadCourse {
  const read = readPackage(entries, packageName);
  if ('failure' in read) throw new Error(read.failure.en);
  return read;
}

/** Findings as lines: severity, place and English text. */
export function toLines({ findings }: Pick<ReadCourse, 'findings'>): string[] {
  return findings.map(({ severity, place, message }) => `${severity} | ${place} | ${message.en}`);
}

interface ManifestParts {
  readonly metadata?: string;
  readonly items?: string;
  readonly resources?: string;
}

/** A manifest of 1.1 around its parts. */
export function buildManifest({ metadata = '', items = '', resources = '' }: ManifestParts): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
  <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>${metadata}</metadata>
  <organizations><organization identifier="O" structure="rooted-hierarchy"><item identifier="root">${items}</item></organization></organizations>
  <resources>${resources}</resources>
</manifest>`;
}

/** An item of an outline. */
export function buildItem(title: string, reference: string | undefined, ...children: string[]): string {
  const named = reference === undefined ? '' : ` identifierref="${reference}"`;
  return `<item identifier="i-${title}"${named}><title>${title}</title>${children.join('')}</item>`;
}

/** A resource of one file. */
export function buildResource(id: string, type: string, href: string, more = ''): string {
  return `<resource identifier="${id}" type="${type}"><file href="${href}"/>${more}</resource>`;
}
