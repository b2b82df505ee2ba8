import { isLabel, toLabel } from './option-label.ts';

interface AikenOption {
  readonly label: string;
  /** Its first line with the label. */
  readonly labelled: string;
  readonly lines: string[];
}

/** What stands up to a line with the answer, or up to where it should have been. */
export interface AikenQuestion {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly stem: string[];
  readonly options: AikenOption[];
  /** What the line with the answer says. */
  readonly answer?: string;
}

const optionLine = /^([A-Za-zА-Яа-яЁё])[.)](?:\s+|$)(.*)$/;
const answerLine = /^(?:ANSWER|ОТВЕТ)\s*:\s*(.*)$/i;

/** Questions of a text, the broken ones too. */
export function* splitQuestions(text: string): Generator<AikenQuestion> {
  let question: AikenQuestion | undefined;
  /** Whether a blank line follows the options. */
  let isOver = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') {
      isOver = hasOptions(question);
      continue;
    }
    const answer = answerLine.exec(line)?.[1];
    if (answer !== undefined) {
      yield { ...(question ?? begin(index + 1)), answer };
      question = undefined;
      continue;
    }
    const option = readOption(line);
    const continues = option && isLabel(option.label, question?.options.length ?? 0);
    const begins = option && isLabel(option.label, 0);
    if (question && hasOptions(question) && !continues && (isOver || begins)) {
      yield question;
      question = undefined;
    }
    question ??= begin(index + 1);
    if (option && (continues || begins)) {
      if (begins) moveToStem(question);
      question.options.push(option);
    } else (question.options.at(-1)?.lines ?? question.stem).push(line);
    isOver = false;
  }
  if (question) yield question;
}

function begin(line: number): AikenQuestion {
  return { line, stem: [], options: [] };
}

/** Initials are no option: «А. С. Пушкин родился в…». */
function moveToStem({ stem, options }: AikenQuestion) {
  for (const { labelled, lines } of options.splice(0)) {
    stem.push(labelled);
    for (const line of lines.slice(1)) stem.push(line);
  }
}

/** One may be initials at the start of a stem. */
function hasOptions(question: AikenQuestion | undefined): boolean {
  return (question?.options.length ?? 0) > 1;
}

function readOption(line: string): AikenOption | undefined {
  const [, letter, content = ''] = optionLine.exec(line) ?? [];
  return letter === undefined ? undefined : { label: toLabel(letter), labelled: line, lines: [content] };
}
