import type { CompletionRule, LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { type QuestionContent, questionContent } from '@lyceum/contracts/courses/question';
import type { EventPayload } from '@lyceum/contracts/define/event';
import type { programApproved } from '@lyceum/contracts/program-generation/review';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { escapeMarkdown } from '../../exchanging/question-exchange/text/escape-markdown.ts';
import type { LessonRow } from '../content/lesson.entity.ts';

export type ApprovedProgram = EventPayload<typeof programApproved>;

interface SkeletonLesson {
  readonly title: string;
  readonly content: LessonContent;
  readonly completion?: CompletionRule;
  readonly programTopic: LessonRow['programTopic'];
}

interface SkeletonModule {
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly SkeletonLesson[];
}

/** What a course is begun with. */
export interface Skeleton {
  readonly modules: readonly SkeletonModule[];
  /** For the bank, which quizzes draw from by the tag of their module. */
  readonly questions: readonly QuestionContent[];
}

const texts: Readonly<Record<Locale, { quiz(module: string): string; final: string }>> = {
  en: { quiz: (module) => `Quiz: ${module}`, final: 'Final assessment' },
  ru: { quiz: (module) => `Тест: ${module}`, final: 'Итоговая аттестация' },
};

const maxTitle = 200;
const maxModules = 99;
const maxLessons = 500;

/**
 * Modules with a lesson for each topic, and a quiz where the programme has questions. `bankId` is the bank that will have them. What
 * is longer than a course takes is cut.
 */
export function composeSkeleton(program: ApprovedProgram, bankId: string): Skeleton {
  const { quiz, final } = texts[program.language];
  const questions = program.questions.flatMap(toQuestion);
  const toQuiz = (title: string, tag: string): SkeletonLesson[] => {
    if (!questions.some(({ tags }) => tags.includes(tag))) return [];
    const content = createQuiz(bankId, tag);
    return [{ title: title.slice(0, maxTitle), content, completion: toRule(program.passingPercent), programTopic: null }];
  };
  const modules = program.modules.slice(0, maxModules).map((module) => ({
    title: module.title.slice(0, maxTitle),
    summary: module.summary,
    lessons: [...module.topics.map((topic) => toLesson(topic, module.outcomes)), ...toQuiz(quiz(module.title), module.id)],
  }));
  const finalQuiz = toQuiz(final, finalTag);
  const all = finalQuiz.length > 0 ? [...modules, { title: final, summary: '', lessons: finalQuiz }] : modules;
  return { modules: cutLessons(all), questions };
}

function cutLessons(modules: readonly SkeletonModule[]): SkeletonModule[] {
  let left = maxLessons;
  return modules.map((module) => {
    const lessons = module.lessons.slice(0, left);
    left -= lessons.length;
    return { ...module, lessons };
  });
}

const finalTag = 'final';

const toRule = (passingPercent: number | null): CompletionRule => ({ rule: 'passed', percent: passingPercent ?? 70 });

function toLesson(
  { id: topicId, title, hours, content }: ApprovedProgram['modules'][number]['topics'][number],
  outcomes: readonly string[],
): SkeletonLesson {
  const blocks = content.map((paragraph, index) => ({
    id: `p${index + 1}`,
    type: 'markdown' as const,
    text: escapeMarkdown(paragraph),
  }));
  return {
    title: title.slice(0, maxTitle),
    content: { type: 'text', blocks },
    programTopic: { topicId, hours, outcomes: [...outcomes] },
  };
}

/** A question a quiz can ask; one without a key is left to the author. */
function toQuestion({ module, type, text, options, key }: ApprovedProgram['questions'][number]): QuestionContent[] {
  const share = Math.round(10_000_000 / Math.max(1, key.length)) / 100_000;
  const right = type === 'single' ? 100 : share;
  const wrong = type === 'single' ? 0 : -share;
  const content = {
    title: '',
    prompt: escapeMarkdown(text),
    answering: {
      type,
      options: options.map((option, index) => ({ text: escapeMarkdown(option), percent: key.includes(index) ? right : wrong })),
    },
    tags: [module ?? finalTag],
  };
  const read = questionContent.safeParse(content);
  return read.success ? [read.data] : [];
}

function createQuiz(bankId: string, tag: string): LessonContent {
  return {
    type: 'quiz',
    description: '',
    settings: {
      questions: [{ bankId, draw: null, tag }],
      ...{ shuffle: true, timeLimitSeconds: null, maxAttempts: null, retryAfterSeconds: 0, wrongPercent: 0 },
      ...{ grading: 'highest', review: 'answers' },
    },
  };
}
