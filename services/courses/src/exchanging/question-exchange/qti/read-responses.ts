import { parseNumber } from '../text/parse-number.ts';
import { findChild, findChildren, toText, type XmlElement } from '../xml/xml-element.ts';

interface MappedValue {
  readonly key: string;
  readonly value: number;
  readonly caseSensitive: boolean;
}

/** What an item declares of one of its answers. */
export interface Response {
  readonly baseType: string;
  readonly isSingle: boolean;
  /** The right values, in order. */
  readonly correct: readonly string[];
  readonly mapped: readonly MappedValue[];
  /** What every other value earns. */
  readonly otherwise: number;
}

export function readResponses(item: XmlElement): ReadonlyMap<string, Response> {
  return new Map(
    findChildren(item, 'responseDeclaration').map((declaration) => [
      declaration.attributes.get('identifier') ?? '',
      readResponse(declaration),
    ]),
  );
}

function readResponse(declaration: XmlElement): Response {
  const mapping = findChild(declaration, 'mapping');
  return {
    baseType: declaration.attributes.get('baseType') ?? 'identifier',
    isSingle: declaration.attributes.get('cardinality') === 'single',
    correct: findChildren(findChild(declaration, 'correctResponse'), 'value').map((value) => toText(value).trim()),
    mapped: findChildren(mapping, 'mapEntry').map(({ attributes }) => ({
      key: (attributes.get('mapKey') ?? '').trim(),
      value: parseNumber(attributes.get('mappedValue') ?? '') ?? 0,
      caseSensitive: attributes.get('caseSensitive') !== 'false',
    })),
    otherwise: parseNumber(mapping?.attributes.get('defaultValue') ?? '') ?? 0,
  };
}
