import type { Message } from '@lyceum/llm/language-model';
import { z } from 'zod';
import { paragraphs } from '../texts.ts';

const field = z.string().min(1).max(1000);
const tasks = z.array(field).max(8);

/** What a module of a programme is asked for, in size and shape. */
export const answerSchema = z.object({
  topics: z.array(z.object({ number: z.int().min(1), content: tasks, practice: tasks, selfStudy: tasks })).length(5),
  assessmentForm: field,
  criteria: tasks,
});

export const answer: z.infer<typeof answerSchema> = {
  topics: [1, 2, 3, 4, 5].map((number) => {
    const about = `Тема ${number}`;
    return { number, content: paragraphs(about, 5), practice: paragraphs(about, 3), selfStudy: paragraphs(about, 2) };
  }),
  assessmentForm: 'Защита практической работы',
  criteria: paragraphs('Критерий', 3),
};

export const prose = paragraphs('Пояснительная записка', 5).join('\n');

export const messages: readonly Message[] = [
  { role: 'system', content: paragraphs('Ты методист и пишешь рабочую программу модуля', 5).join('\n') },
  {
    role: 'user',
    content: ['Модуль, его результаты и темы', 'Материалы заказчика'].flatMap((about) => paragraphs(about, 5)).join('\n'),
  },
];
