import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Lost } from '../../question-exchange/read-question.ts';
import { decodeFile, noText } from '../../question-exchange/text/decode-file.ts';
import { parseXml } from '../../question-exchange/xml/parse-xml.ts';
import type { XmlElement } from '../../question-exchange/xml/xml-element.ts';

export const missing: Lost = { lost: { en: 'The package lacks its file.', ru: 'В пакете нет его файла.' } };

const tooLong: Texts = {
  en: 'Its text is larger than 2 MB, or the texts of the package are larger than 20 MB together.',
  ru: 'Его текст больше 2 МБ, или тексты пакета вместе больше 20 МБ.',
};

const otherKind: Texts = {
  en: 'Its file is of another kind than the package says.',
  ru: 'Его файл не того вида, который указан в пакете.',
};

const maxDocument = 2_000_000;
const maxTogether = 20_000_000;

/** Reads the texts of a package, up to an amount. */
export interface Documents {
  readText(entry: string | undefined): string | Lost;
  /** `names` are those its root may have. */
  readXml(entry: string | undefined, names: readonly string[]): XmlElement | Lost;
}

export function createDocuments(texts: ReadonlyMap<string, Uint8Array>): Documents {
  let left = maxTogether;
  const readText = (entry: string | undefined, kind: 'text' | 'xml') => {
    const bytes = entry === undefined ? undefined : texts.get(entry);
    if (!bytes) return missing;
    left -= bytes.length;
    if (bytes.length > maxDocument || left < 0) return { lost: tooLong };
    return decodeFile(bytes, kind) ?? { lost: noText.failure };
  };
  return {
    readText: (entry) => readText(entry, 'text'),
    readXml(entry, names) {
      const text = readText(entry, 'xml');
      if (typeof text !== 'string') return text;
      const root = parseXml(text);
      if ('failure' in root) return { lost: root.failure };
      return names.includes(root.name) ? root : { lost: otherKind };
    },
  };
}
