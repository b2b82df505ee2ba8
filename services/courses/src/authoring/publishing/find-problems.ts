import type { Texts } from '@lyceum/contracts/shared/texts';
import { listFileIds } from '../content/list-file-ids.ts';
import type { ComposedDraft } from '../revision/compose-outline.ts';
import type { QuestionPool } from '../revision/lesson-version.entity.ts';
import { listLessons } from '../revision/outline.ts';

interface DraftProblem {
  /** Null for the course. */
  readonly lessonId: string | null;
  readonly message: Texts;
}

const imageType = /^image\/(?:png|jpeg|gif|webp|avif|svg\+xml)$/;

/** What keeps a draft from being published; `readyFiles` are the media types of files that are there, by their ids. */
export function findProblems({ outline, versions }: ComposedDraft, readyFiles: ReadonlyMap<string, string>): DraftProblem[] {
  const lessons = listLessons(outline);
  const problems = lessons.flatMap(({ id, title }): DraftProblem[] => {
    const version = versions.get(id);
    if (version?.content.type === 'text' && version.content.blocks.length === 0)
      return [{ lessonId: id, message: noText(title) }];
    const fileIds = version ? listFileIds(version.content) : [];
    if (fileIds.some((fileId) => !readyFiles.has(fileId))) return [{ lessonId: id, message: noFile(title) }];
    if (version?.content.type === 'text' && fileIds.some((fileId) => !imageType.test(readyFiles.get(fileId) ?? '')))
      return [{ lessonId: id, message: noImage(title) }];
    if (version?.content.type !== 'quiz') return [];
    const { pools, questions } = version;
    const isShort = pools.some((pool) => pool.questions.length < (pool.draw ?? 1)) || questions < countDrawn(pools);
    if (pools.length === 0 || isShort) return [{ lessonId: id, message: noQuestions(title) }];
    return countLargest(pools) > maxAttemptText ? [{ lessonId: id, message: tooLong(title) }] : [];
  });
  return lessons.some(({ required }) => required) ? problems : [{ lessonId: null, message: noLesson }, ...problems];
}

/** Characters of an attempt: it is drawn, shown and sent as a whole. */
const maxAttemptText = 400_000;

/** How long the longest attempt can be. */
function countLargest(pools: readonly QuestionPool[]): number {
  const lengths = pools.map(({ draw, questions }) =>
    questions
      .map(({ content }) => JSON.stringify(content).length)
      .toSorted((a, b) => b - a)
      .slice(0, draw ?? questions.length),
  );
  return lengths.flat().reduce((sum, length) => sum + length, 0);
}

const tooLong = (title: string) => ({
  en: `An attempt at the quiz “${title}” would be too long: draw fewer questions.`,
  ru: `Попытка теста «${title}» была бы слишком длинной: берите меньше вопросов.`,
});

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

const noImage = (title: string) => ({
  en: `A picture of the lesson “${title}” is of a type that browsers do not show.`,
  ru: `Картинку урока «${title}» браузер не покажет: тип файла не подходит.`,
});

const noFile = (title: string) => ({
  en: `A file of the lesson “${title}” is not there.`,
  ru: `Файла урока «${title}» нет.`,
});

const noQuestions = (title: string) => ({
  en: `The quiz “${title}” has fewer questions in its banks than it draws.`,
  ru: `В банках теста «${title}» вопросов меньше, чем он берёт.`,
});
