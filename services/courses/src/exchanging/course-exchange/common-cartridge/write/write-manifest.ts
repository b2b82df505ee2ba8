import { escapeXml, writeElement } from '../../../question-exchange/xml/write-element.ts';
import type { CourseTree } from '../../../tree/course-tree.ts';

/** A part of a cartridge. */
export interface WrittenResource {
  readonly id: string;
  readonly type: string;
  /** The entry it is made of. */
  readonly entry: string;
}

export interface WrittenItem {
  readonly title: string;
  /** Id of its resource. */
  readonly reference: string;
}

interface Outline {
  readonly card: CourseTree['card'];
  readonly modules: readonly { readonly title: string; readonly items: readonly WrittenItem[] }[];
  readonly resources: readonly WrittenResource[];
}

const profile = 'http://www.imsglobal.org/profile/cc/ccv1p3';
const content = 'http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1';
const lomResource = 'http://ltsc.ieee.org/xsd/imsccv1p3/LOM/resource';
const lomManifest = 'http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest';

const namespaces = {
  identifier: 'M1',
  xmlns: content,
  'xmlns:lom': lomResource,
  'xmlns:lomimscc': lomManifest,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': [
    `${lomResource} ${profile}/LOM/ccv1p3_lomresource_v1p0.xsd`,
    `${content} ${profile}/ccv1p3_imscp_v1p2_v1p0.xsd`,
    `${lomManifest} ${profile}/LOM/ccv1p3_lommanifest_v1p0.xsd`,
  ].join(' '),
};

/** `imsmanifest.xml` of Common Cartridge 1.3. */
export function writeManifest({ card, modules, resources }: Outline): string {
  const folders = modules.map(({ title, items }, index) =>
    writeElement(
      'item',
      { identifier: `I${index + 1}` },
      writeElement('title', {}, escapeXml(title)),
      ...items.map(({ title: name, reference }, place) =>
        writeElement(
          'item',
          { identifier: `I${index + 1}_${place + 1}`, identifierref: reference },
          writeElement('title', {}, escapeXml(name)),
        ),
      ),
    ),
  );
  const manifest = writeElement(
    'manifest',
    namespaces,
    writeElement(
      'metadata',
      {},
      writeElement('schema', {}, 'IMS Common Cartridge'),
      writeElement('schemaversion', {}, '1.3.0'),
      writeElement('lomimscc:lom', {}, writeGeneral(card)),
    ),
    writeElement(
      'organizations',
      {},
      writeElement(
        'organization',
        { identifier: 'O1', structure: 'rooted-hierarchy' },
        writeElement('item', { identifier: 'ROOT' }, ...folders),
      ),
    ),
    writeElement('resources', {}, ...resources.map(writeResource)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${manifest}\n`;
}

function writeGeneral({ title, summary, description, language, tags }: CourseTree['card']): string {
  const say = (name: string, text: string) =>
    writeElement(`lomimscc:${name}`, {}, writeElement('lomimscc:string', { language }, escapeXml(text)));
  return writeElement(
    'lomimscc:general',
    {},
    say('title', title),
    writeElement('lomimscc:language', {}, language),
    ...[summary, description].filter((text) => text !== '').map((text) => say('description', text)),
    ...tags.map((tag) => say('keyword', tag)),
  );
}

/** Web content is opened at its address, of all others only the file is named. */
function writeResource({ id, type, entry }: WrittenResource): string {
  const href = entry.split('/').map(encodeURIComponent).join('/');
  const attributes = { identifier: id, type, ...(type === 'webcontent' ? { href } : {}) };
  return writeElement('resource', attributes, writeElement('file', { href }));
}
