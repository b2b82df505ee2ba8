import { newId } from '@lyceum/common/database';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Failure } from '../../exchange/failure.ts';
import { decodeFile } from '../../question-exchange/text/decode-file.ts';
import { parseXml } from '../../question-exchange/xml/parse-xml.ts';
import { findChild, findWithin, getText, type XmlElement } from '../../question-exchange/xml/xml-element.ts';
import type { CourseTree } from '../../tree/course-tree.ts';
import type { CourseReader } from '../course-package.ts';
import { findManifest } from '../find-manifest.ts';
import { createFindSequencing, createIsRuling } from './find-sequencing.ts';
import { toTitle } from './read-item.ts';
import { readOrganizations } from './read-organizations.ts';
import { readResources } from './read-resources.ts';
import { createFindEntry } from './resolve-href.ts';

const maxManifestBytes = 5_000_000;

const manifestTooLarge: Texts = {
  en: 'The manifest of the package is larger than 5 MB.',
  ru: 'Манифест пакета больше 5 МБ.',
};

const noManifest: Texts = {
  en: 'There is no “imsmanifest.xml” in the package, or it is no text.',
  ru: 'В пакете нет файла «imsmanifest.xml», или это не текст.',
};

const notScorm: Texts = {
  en: 'The package is not SCORM 1.2 or SCORM 2004.',
  ru: 'Это не пакет «SCORM 1.2» или «SCORM 2004».',
};

const noStart: Texts = {
  en: 'Nothing in the package can be started.',
  ru: 'В пакете нечего запускать.',
};

/**
 * Packages of SCORM 1.2 and 2004, second to fourth edition. The package stays one file, which each lesson starts at a place of; its
 * size in the tree is 1, since whoever has the archive knows it.
 */
export const scormReader: CourseReader = {
  listWanted(manifest, names) {
    if (manifest.length > maxManifestBytes) return { failure: manifestTooLarge };
    const name = findManifest(names);
    return name === undefined ? { failure: noManifest } : [name];
  },

  read({ names, texts }, packageName) {
    const name = findManifest(names);
    if (name === undefined) return { failure: noManifest };
    const bytes = texts.get(name);
    if (bytes && bytes.length > maxManifestBytes) return { failure: manifestTooLarge };
    const text = bytes && decodeFile(bytes, 'xml');
    if (text === undefined) return { failure: noManifest };
    const manifest = parseXml(text);
    if ('failure' in manifest) return manifest;
    const edition = findEdition(manifest, text);
    if (!edition) return { failure: notScorm };
    const courseFileId = newId();
    const read = readOrganizations(manifest, {
      ...{ edition, courseFileId, find: createFindEntry(names), findSequencing: createFindSequencing(manifest) },
      ...{ isRuling: createIsRuling(), missing: new Map() },
      resources: readResources(manifest, name.slice(0, -'imsmanifest.xml'.length)),
    });
    if ('failure' in read) return read;
    const [first] = read.modules;
    if (!first) return explain(read.findings[0]?.message);
    const title = toTitle(read.modules.length === 1 ? first.title : packageName, packageName);
    const file = { id: courseFileId, name: toFileName(packageName), type: 'application/zip', size: 1 };
    return {
      tree: { card: toCard(title), banks: [], modules: read.modules, gradebook: noGradebook, files: [file] },
      findings: read.findings,
      sources: new Map([[courseFileId, 'archive']]),
    };
  },
};

/** Tells a manifest from that of a Common Cartridge or of questions. */
export function isScorm(manifest: string): boolean {
  const isCartridge = /<(?:\w+:)?schema>\s*IMS Common Cartridge/i.test(manifest);
  return !isCartridge && /adlcp_(?:rootv1p|v1p3)|ADL SCORM|\bscormtype\s*=/i.test(manifest);
}

/** By what the package says of itself, else by the names it uses. */
function findEdition(manifest: XmlElement, text: string): '1.2' | '2004' | undefined {
  if (!isScorm(text)) return undefined;
  const version = getText(findChild(manifest, 'metadata'), 'schemaversion');
  if (/^1\.2/.test(version)) return '1.2';
  if (/2004|1\.3/.test(version)) return '2004';
  if (text.includes('adlcp_v1p3')) return '2004';
  const isLater = findWithin(manifest, ({ attributes }) => attributes.has('scormType')).length > 0;
  return isLater ? '2004' : '1.2';
}

function explain(reason: Texts | undefined): Failure {
  if (!reason) return { failure: noStart };
  return { failure: { en: `${noStart.en} ${reason.en}`, ru: `${noStart.ru} ${reason.ru}` } };
}

/** A name of the package as a file has one. */
function toFileName(packageName: string): string {
  const name = toTitle(packageName.replace(/\.zip$/i, '').replace(/[/\\\u2066-\u2069]/g, ' '), 'SCORM');
  return `${name.slice(0, 190).trim()}.zip`;
}

const noGradebook: CourseTree['gradebook'] = { categories: [], items: [], ungraded: 'ignored' };

function toCard(title: string): CourseTree['card'] {
  const language = /[А-Яа-яЁё]/.test(title) ? 'ru' : 'en';
  return {
    ...{ title, summary: '', description: '', language, level: 'beginner', tags: [], coverUrl: null, price: null },
    ...{ enrolment: 'open', sequential: false, hours: null, outcomes: [], category: null, prerequisites: [] },
  };
}
