import type { ProgramDocument, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import { z } from 'zod';
import { answerFields, isForeign } from '../steps/model-step.ts';
import { readOptions } from '../steps/questions-step.ts';
import { type BlockForm, defineForm } from './block-form.ts';

export function questionForm({ language }: ProgramDocument, question: ProgramQuestion): BlockForm {
  const field = answerFields(language);
  const { type, text, options, key, answer: modelAnswer, criterion } = question;
  const isTest = type === 'single' || type === 'multiple';
  return defineForm({
    language,
    current: {
      text,
      right: options.filter((_, index) => key.includes(index)),
      wrong: options.filter((_, index) => !key.includes(index)),
      answer: modelAnswer,
      criterion,
    },
    answer: z.object({
      text: field.text('Вопрос или условие задания', 'Question or task'),
      right: field.texts('Верные ответы; пусто, если выбора нет', 'Right answers; empty when there is no choice', 4),
      wrong: field.texts('Неверные ответы; пусто, если выбора нет', 'Wrong answers; empty when there is no choice', 5),
      answer: field.text('Образец ответа; пусто, если есть выбор', 'Model answer; empty when there is a choice'),
      criterion: field.text('Критерий оценки', 'How it is judged'),
    }),
    value(answer, review) {
      const { line, report } = review;
      const written = { text: line(2000)(answer.text), criterion: line(1000)(answer.criterion) };
      if (written.text === '' || isForeign([written.text], review)) return null;
      if (answer.right.length + answer.wrong.length > 0) {
        const choice = readOptions(answer, written.text, review);
        return choice ? { ...question, ...written, ...inOrder(choice, options), answer: '' } : null;
      }
      const own = line(4000)(answer.answer);
      if (own === '' && written.criterion === '') {
        report('Нет ни образца ответа, ни критерия.', 'There is neither a model answer nor a criterion.');
        return null;
      }
      return { ...question, ...written, type: isTest ? 'open' : type, options: [], key: [], answer: own };
    },
  });
}

type Choice = Pick<ProgramQuestion, 'type' | 'options' | 'key'>;

/** The options stay where they are unless there are others now. */
function inOrder(choice: Choice, before: readonly string[]): Choice {
  const isSame = before.length === choice.options.length && before.every((option) => choice.options.includes(option));
  if (!isSame) return choice;
  const right = choice.key.map((index) => choice.options[index]);
  return { ...choice, options: [...before], key: [...before.keys()].filter((index) => right.includes(before[index])) };
}
