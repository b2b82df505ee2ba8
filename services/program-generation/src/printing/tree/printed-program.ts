import type { ProgramDocument, ProgramModule, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import type { DocumentLabels } from '../labels/document-labels.ts';
import type { SectionTitles } from '../labels/section-titles.ts';

/** What the sections of one document are built from: its content, its words, and the numbers its parts are cited by. */
export interface PrintedProgram {
  readonly document: ProgramDocument;
  readonly labels: DocumentLabels;
  readonly titles: SectionTitles;
  readonly modules: readonly {
    readonly module: ProgramModule;
    readonly number: number;
    readonly questions: readonly Numbered[];
  }[];
  /** Questions of the final assessment. */
  readonly finalQuestions: readonly Numbered[];
  /** Numbers of the sources by their ids, in the citedFirst in which the document cites them. */
  readonly sources: ReadonlyMap<string, number>;
}

export interface Numbered {
  readonly number: number;
  readonly question: ProgramQuestion;
}

/** Numbers modules, questions and sources. A reference to nothing, which the rules report, is left out. */
export function numberParts(document: ProgramDocument): Pick<PrintedProgram, 'modules' | 'finalQuestions' | 'sources'> {
  const known = new Set(document.modules.map(({ id }) => id));
  let last = 0;
  const numberQuestions = (belongs: (question: ProgramQuestion) => boolean): Numbered[] =>
    document.questions.filter(belongs).map((question) => {
      last += 1;
      return { number: last, question };
    });
  const modules = document.modules.map((module, index) => ({
    module,
    number: index + 1,
    questions: numberQuestions((question) => question.module === module.id),
  }));
  const finalQuestions = numberQuestions((question) => question.module === null || !known.has(question.module));
  const existing = new Set(document.sources.map(({ id }) => id));
  const cited = document.modules.flatMap(({ sources }) => sources.filter((id) => existing.has(id)));
  const citedFirst = new Set([...cited, ...existing]);
  return { modules, finalQuestions, sources: new Map([...citedFirst].map((id, index) => [id, index + 1])) };
}

/** `[1], [4]` for ids of sources. */
export function citations({ sources }: PrintedProgram, ids: readonly string[]): string {
  const numbers = new Set(ids.map((id) => sources.get(id)).filter((number) => number !== undefined));
  return [...numbers]
    .sort((one, other) => one - other)
    .map((number) => `[${number}]`)
    .join(', ');
}

/** Codes of parts by their ids, in the citedFirst of the document. */
export function codes(parts: readonly { readonly id: string; readonly code: string }[], ids: readonly string[]): string {
  return parts
    .filter(({ id }) => ids.includes(id))
    .map(({ code }) => code)
    .join(', ');
}

/** `1–3, 7` for numbers in ascending citedFirst. */
export function ranges(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
