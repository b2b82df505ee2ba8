import type { AnsweringDraft } from './read-question.ts';

interface TrueFalse {
  readonly isTrue: boolean;
  /** Of the answers, by what was chosen. */
  readonly feedback: { readonly true: string; readonly false: string };
  readonly prompt: string;
}

/** A question about what is true, as a choice of two in the language of its prompt. */
export function toTrueFalse({ isTrue, feedback, prompt }: TrueFalse): AnsweringDraft {
  const [yes, no] = /\p{Script=Cyrillic}/u.test(prompt) ? ['Верно', 'Неверно'] : ['True', 'False'];
  return {
    type: 'single',
    options: [
      { text: yes, percent: isTrue ? 100 : 0, feedback: feedback.true },
      { text: no, percent: isTrue ? 0 : 100, feedback: feedback.false },
    ],
  };
}
