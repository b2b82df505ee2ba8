import { parseXml, type XmlAttributes } from './parse-xml.ts';

export interface ListLevel {
  start: number;
  format: string;
  /** `%1.%2.` stands for the numbers of the first two levels. */
  text: string;
  /** Paragraphs of this style are of this level. */
  style: string | undefined;
}

interface List {
  abstractId: string;
  starts: Map<number, number>;
}

/** What paragraphs say of their list, themselves or by their style. */
export interface ListPlace {
  readonly list: string | undefined;
  readonly level: number | undefined;
}

interface Style extends ListPlace {
  readonly basedOn: string | undefined;
}

const maxLevels = 9;
/** Of a label before its numbers are put in. */
const maxTextLength = 30;

export interface Numbering {
  readonly levels: ReadonlyMap<string, readonly (ListLevel | undefined)[]>;
  readonly lists: ReadonlyMap<string, List>;
}

/** The definitions of lists (ECMA-376 part 1, 17.9). */
export function readNumbering(xml: Uint8Array): Numbering {
  const levels = new Map<string, (ListLevel | undefined)[]>();
  const lists = new Map<string, List>();
  let abstract: (ListLevel | undefined)[] = [];
  let level: ListLevel | undefined;
  let list: List = { abstractId: '', starts: new Map() };
  let overridden = 0;

  function openAbstract(id: string): void {
    abstract = [];
    levels.set(id, abstract);
  }

  function openList(id: string): void {
    // Its own levels are no levels of the definition.
    abstract = [];
    list = { abstractId: '', starts: new Map() };
    lists.set(id, list);
  }

  function openLevel({ ilvl }: XmlAttributes): void {
    level = { start: 1, format: 'decimal', text: '', style: undefined };
    if (Number(ilvl) < maxLevels) abstract[Number(ilvl)] = level;
  }

  parseXml(xml, {
    open(name, attributes) {
      const { val = '', abstractNumId = '', numId = '', ilvl } = attributes;
      if (name === 'w:abstractNum') openAbstract(abstractNumId);
      else if (name === 'w:num') openList(numId);
      else if (name === 'w:abstractNumId') list.abstractId = val;
      else if (name === 'w:lvlOverride') overridden = Number(ilvl);
      else if (name === 'w:startOverride') list.starts.set(overridden, Number(val));
      else if (name === 'w:lvl') openLevel(attributes);
      else if (name === 'w:start' && level) level.start = Number(val);
      else if (name === 'w:numFmt' && level) level.format = val;
      else if (name === 'w:lvlText' && level) level.text = val.slice(0, maxTextLength);
      else if (name === 'w:pStyle' && level) level.style = val;
      return true;
    },
    close() {},
    text() {},
  });
  return { levels, lists };
}

/** Styles of paragraphs that put them into lists. */
export function readListStyles(xml: Uint8Array): ReadonlyMap<string, Style> {
  const styles = new Map<string, Style>();
  let id = '';
  const change = (part: Partial<Style>) =>
    styles.set(id, { list: undefined, level: undefined, basedOn: undefined, ...styles.get(id), ...part });
  parseXml(xml, {
    open(name, { styleId = '', val }) {
      if (name === 'w:style') id = styleId;
      else if (name === 'w:basedOn') change({ basedOn: val });
      else if (name === 'w:numId') change({ list: val });
      else if (name === 'w:ilvl') change({ level: Number(val) });
      return true;
    },
    close() {},
    text() {},
  });
  return styles;
}
