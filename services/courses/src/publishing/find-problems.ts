import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ComposedDraft } from '../revision/compose-outline.ts';
import type { QuestionPool } from '../revision/lesson-version.entity.ts';
import { listLessons } from '../revision/outline.ts';

interface DraftProblem {
  /** Null for the course. */
  readonly lessonId: string | null;
  readonly message: Texts;
}

/** What keeps a draft from being published. */
export function findProblems({ outline, versions }: ComposedDraft): DraftProblem[] {
  const lessons = listLessons(outline);
  const problems = lessons.flatMap(({ id, title }): DraftProblem[] => {
    const version = versions.get(id);
    if (version?.content.type === 'text' && version.content.blocks.length === 0)
      return [{ lessonId: id, message: noText(title) }];
    if (version?.content.type !== 'quiz') return [];
    const { pools, questions } = version;
    const isShort = pools.some((pool) => pool.questions.length < (pool.draw ?? 1)) || questions < countDrawn(pools);
    return pools.length === 0 || isShort ? [{ lessonId: id, message: noQuestions(title) }] : [];
  });
  return lessons.some(({ required }) => required) ? problems : [{ lessonId: null, message: noLesson }, ...problems];
}

/** What the quiz says it draws; pools that share questions may come to less. */
const countDrawn = (pools: readonly QuestionPool[]) => pools.reduce((sum, { draw }) => sum + (draw ?? 0), 0);

const noLesson = {
  en: 'The course needs a lesson that is required.',
  ru: 'В курсе должен быть хотя бы один обязательный урок.',
};

const noText = (title: string) => ({
  en: `The lesson “${title}” has no text.`,
  ru: `В уроке «${title}» нет текста.`,
});

const noQuestions = (title: string) => ({
  en: `The quiz “${title}” has fewer questions in its banks than it draws.`,
  ru: `В банках теста «${title}» вопросов меньше, чем он берёт.`,
});
