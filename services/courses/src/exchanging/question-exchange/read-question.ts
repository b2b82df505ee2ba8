import type { questionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { z } from 'zod';
import type { Failure } from '../exchange/failure.ts';

/** A question as its file has it, before the contract has seen it. */
export type QuestionDraft = z.input<typeof questionContent>;

export type AnsweringDraft = QuestionDraft['answering'];

/** Why a question cannot be taken over. */
export interface Lost {
  readonly lost: Texts;
}

/** What became of one question of a file. */
export type ReadQuestion = { readonly draft: QuestionDraft; readonly changes: Iterable<Texts> } | Lost;

/** A question with the place where its author finds it. */
export interface ReadItem {
  readonly place: string;
  readonly read: ReadQuestion;
}

/** What a file of any format is read into. */
export type ReadFile = { readonly items: readonly ReadItem[] } | Failure;

/** More answers than any question may have: whoever reads them stops there. */
export const maxAnswers = 100;

/** More questions than a file may have. */
export const maxQuestions = 5_000;

export const tooManyQuestions: Failure = {
  failure: {
    en: `The file has more than ${maxQuestions} questions. Divide it.`,
    ru: `В файле больше ${maxQuestions} вопросов. Разделите его.`,
  },
};
