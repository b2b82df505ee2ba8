import type { DoubleAnswer, DoubleQuestion } from '@lyceum/llm/testing/doubles/double-completion';
import { z } from 'zod';

const asked = z.object({ passages: z.array(z.object({ id: z.string(), text: z.string() })) });

/** What a model was given to answer from. */
function readPassages({ messages }: DoubleQuestion): z.output<typeof asked>['passages'] {
  return asked.parse(JSON.parse(messages.at(-1)?.content ?? '')).passages;
}

/** A model that explains at some length and cites these words, from the passage that has them. */
export function citing(words: string): DoubleAnswer {
  return (question) => {
    const source = readPassages(question).find(({ text }) => text.includes(words));
    return `${explanation}\n\n${words} [[${source?.id ?? 'missing'}|"${words}"]]\n\n${advice}`;
  };
}

const explanation =
  'Ошибку совершает человек: он неверно понял задачу, отвлёкся или устал. Её след остаётся в программе, и его можно найти чтением, проверкой или испытанием ещё до того, как программу кто-нибудь запустит.';

const advice =
  'Поэтому искать лучше заранее: чем ближе к покупателю, тем дороже исправление. Попробуйте вспомнить свой последний случай и сказать, где у него была причина, а где последствие.';
