import type { ReadWarning } from '../read-warning.ts';
import type { ListLabels } from './list-labels.ts';
import { parseXml, type XmlAttributes } from './parse-xml.ts';
import { createStoryText, type StoryText } from './story-text.ts';
import { toSymbol } from './to-symbol.ts';
import { characters, embeddedObjects, formStates, inner, leftOut, paragraphs, pictures, texts } from './vocabulary.ts';

export interface ReadStory {
  readonly text: string;
  readonly cut: boolean;
  readonly warnings: ReadonlySet<ReadWarning>;
  /** Texts of the foot- and endnotes that the part holds, by their keys. */
  readonly notes: ReadonlyMap<string, string>;
}

const noNotes: ReadonlyMap<string, string> = new Map();

/** What other parts say of this one. */
interface Beside {
  readonly notes?: ReadonlyMap<string, string>;
  readonly getLabel?: ListLabels;
}

/** Text of a part with paragraphs, as people see it: results of fields, what was inserted, one of several alternatives. */
export function readStory(xml: Uint8Array, maxLength: number, { notes = noNotes, getLabel = () => '' }: Beside = {}): ReadStory {
  const warnings = new Set<ReadWarning>();
  const ownNotes = new Map<string, string>();
  const said = new Set<string>();
  const main = createStoryText();
  const outer: { story: StoryText; key: string | undefined }[] = [];
  /** Of each choice between alternatives: how much was said before the one that is open, and whether one said something. */
  const choices: { before: number; isMade: boolean }[] = [];
  let story = main;
  let isText = false;
  let paragraph: XmlAttributes = {};
  let spoken = 0;

  function say(text: string): void {
    spoken += text.length;
    story.say(text);
  }

  function startParagraph(): void {
    const { 'w:pStyle': style, 'w:numId': list, 'w:ilvl': level } = paragraph;
    const label = getLabel(style, { list, level: level === undefined ? undefined : Number(level) });
    story.startWith(label && `${label} `);
  }

  function sayNote(key: string): void {
    const text = notes.get(key);
    if (text === undefined || said.has(key)) return;
    said.add(key);
    story.sayAside(text);
  }

  function sayCharacter({ font = '', char = '' }: XmlAttributes): void {
    const symbol = toSymbol(font, Number.parseInt(char, 16));
    if (symbol === undefined) warnings.add('unknown-characters');
    else say(symbol);
  }

  function openChoice(): boolean {
    const choice = choices.at(-1);
    if (choice?.isMade) return false;
    if (choice) choice.before = spoken;
    return true;
  }

  function closeChoice(): void {
    const choice = choices.at(-1);
    if (choice) choice.isMade = spoken > choice.before;
  }

  function openInner(name: string, { id = '', type = 'normal' }: XmlAttributes): boolean {
    // Other types are the lines that part notes from the page.
    if (name !== 'w:txbxContent' && type !== 'normal') return false;
    outer.push({ story, key: name === 'w:txbxContent' ? undefined : `${name}Reference ${id}` });
    story = createStoryText();
    return true;
  }

  function closeInner(): void {
    story.endParagraph();
    const text = story.toString();
    const { story: around, key } = outer.pop() ?? { story: main, key: undefined };
    story = around;
    if (key === undefined) story.sayAside(text);
    else ownNotes.set(key, text);
  }

  parseXml(xml, {
    open(name, attributes) {
      if (leftOut.has(name)) return false;
      if (inner.has(name)) return openInner(name, attributes);
      if (name === 'mc:AlternateContent') choices.push({ before: 0, isMade: false });
      if (name === 'mc:Choice' || name === 'mc:Fallback') return openChoice();
      if (texts.has(name)) isText = true;
      else if (name === 'w:pPr') paragraph = {};
      else if (paragraphs.has(name)) paragraph = { ...paragraph, [name]: attributes['val'] };
      else if (name === 'w:tbl') story.openTable();
      else if (name === 'w:sym') sayCharacter(attributes);
      else if (name === 'w:fldChar') story.changeField(attributes['fldCharType']);
      else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') sayNote(`${name} ${attributes['id']}`);
      else if (formStates.has(name)) story.readForm(name, attributes);
      else if (pictures.has(name)) warnings.add('pictures');
      else if (embeddedObjects.has(name)) warnings.add('embedded-files');
      else if (name === 'm:chr') say(attributes['val'] ?? '');
      else if (characters.has(name)) say(characters.get(name) ?? '');
      return true;
    },
    close(name) {
      if (inner.has(name)) closeInner();
      else if (texts.has(name)) isText = false;
      else if (name === 'w:pPr') startParagraph();
      else if (name === 'm:d') say(')');
      else if (name === 'w:p' || name === 'a:p') story.endParagraph();
      else if (name === 'w:tbl') story.closeTable();
      else if (name === 'w:tc') story.endCell();
      else if (name === 'w:tr') story.endRow();
      else if (name === 'mc:AlternateContent') choices.pop();
      else if (name === 'mc:Choice' || name === 'mc:Fallback') closeChoice();
    },
    text(text) {
      if (isText) say(text);
    },
    isFull: () => main.length > maxLength,
  });
  main.endParagraph();
  return { text: main.toString(), cut: main.length > maxLength, warnings, notes: ownNotes };
}
