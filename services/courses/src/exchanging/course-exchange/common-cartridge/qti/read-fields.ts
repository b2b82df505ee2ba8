import { parseNumber } from '../../../question-exchange/text/parse-number.ts';
import { findChildren, findWithin, getText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';

/** The metadata of an assessment or an item by their labels. */
export type Fields = ReadonlyMap<string, string>;

/** Of an item they stand in an element of their own. */
export function readFields(element: XmlElement): Fields {
  const groups = element.children.filter((child) => typeof child !== 'string');
  const fields = groups
    .filter(({ name }) => name === 'qtimetadata' || name === 'itemmetadata')
    .flatMap((group) => findWithin({ ...group, children: [group] }, ({ name }) => name === 'qtimetadata'))
    .flatMap((group) => findChildren(group, 'qtimetadatafield'));
  return new Map(fields.map((field) => [getText(field, 'fieldlabel').toLowerCase(), getText(field, 'fieldentry')]));
}

export function readNumber(fields: Fields, labels: readonly string[]): number | undefined {
  for (const label of labels) {
    const number = parseNumber(fields.get(label) ?? '');
    if (number !== undefined) return number;
  }
  return undefined;
}
