import { createFormField, type FormField } from './form-field.ts';
import type { XmlAttributes } from './parse-xml.ts';
import { createTextFlow } from './text-flow.ts';

/** A field that is open (ECMA-376 part 1, 17.16.18): its instruction, and after `separate` the result that people see. */
interface Field {
  isResult: boolean;
  /** Text among the instruction, which is shown only when no result comes. */
  held: string;
  form: FormField | undefined;
  hasResult: boolean;
}

/** Word itself nests fields in one another up to 20 times. */
const maxFields = 100;

/** What people read of one story: the body, a text box, a note. */
export interface StoryText {
  say(text: string): void;
  /** Stands before the text of the paragraph, when it has one. */
  startWith(label: string): void;
  /** Text that stands beside the paragraph, as a box or a note does: it follows when that ends. */
  sayAside(text: string): void;
  endParagraph(): void;
  openTable(): void;
  closeTable(): void;
  endCell(): void;
  endRow(): void;
  changeField(type: string | undefined): void;
  readForm(name: string, attributes: XmlAttributes): void;
  readonly length: number;
  toString(): string;
}

export function createStoryText(): StoryText {
  const flow = createTextFlow();
  let fields: Field[] = [];
  let asides: string[] = [];
  let label = '';
  let tables = 0;
  const divideBlocks = () => flow.divide(tables > 0 ? '\n' : '\n\n');

  function say(text: string): void {
    for (const field of fields) field.hasResult ||= field.isResult;
    const instruction = fields.find(({ isResult }) => !isResult);
    if (instruction) instruction.held += text;
    else {
      flow.write(label + text);
      label = '';
    }
  }

  function endField(): void {
    const field = fields.pop();
    if (field?.form && !field.hasResult) say(field.form.shown());
  }

  return {
    say,
    startWith(text) {
      label = text;
    },
    sayAside: (text) => asides.push(text),
    endParagraph() {
      // The instruction has no end, or alternatives of several paragraphs: better too much than text that is lost.
      const held = fields.find(({ isResult }) => !isResult)?.held ?? '';
      fields = fields.filter(({ isResult }) => isResult);
      flow.write(held && label + held);
      label = '';
      divideBlocks();
      for (const aside of asides) {
        flow.write(aside);
        divideBlocks();
      }
      asides = [];
    },
    openTable() {
      tables += 1;
    },
    closeTable() {
      tables -= 1;
      divideBlocks();
    },
    endCell: () => flow.divide('\t'),
    endRow: () => flow.divide('\n'),
    changeField(type) {
      const field = fields.at(-1);
      if (type === 'begin' && fields.length < maxFields)
        fields.push({ isResult: false, held: '', form: undefined, hasResult: false });
      else if (type === 'separate' && field) field.isResult = true;
      else if (type === 'end') endField();
    },
    readForm(name, attributes) {
      const field = fields.at(-1);
      if (!field) return;
      field.form ??= createFormField();
      field.form.read(name, attributes);
    },
    get length() {
      return flow.length;
    },
    toString: () => flow.toString(),
  };
}
