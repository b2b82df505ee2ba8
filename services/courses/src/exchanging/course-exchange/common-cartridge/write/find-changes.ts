import { maxSubmissionFiles } from '@lyceum/contracts/courses/assignment-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { chooseRule } from '../../../../authoring/content/completion-rules.ts';
import type { CourseTree, TreeLesson } from '../../../tree/course-tree.ts';

const rulesAreLost: Texts = {
  en: 'When the lesson opens, whether it is required and when it counts as finished is left out.',
  ru: 'Когда урок открывается, обязателен ли он и когда считается пройденным, не перенесено.',
};

const topicIsLost: Texts = {
  en: 'The topic of the programme is left out.',
  ru: 'Тема программы не перенесена.',
};

const descriptionIsLost: Texts = {
  en: 'The description is left out.',
  ru: 'Описание не перенесено.',
};

const becameLink: Readonly<Record<'video' | 'meeting', Texts>> = {
  video: {
    en: 'The video became a link; its length, description and transcript are left out.',
    ru: 'Видео стало ссылкой; длительность, описание и расшифровка не перенесены.',
  },
  meeting: {
    en: 'The meeting became a link; its time and description are left out.',
    ru: 'Встреча стала ссылкой; её время и описание не перенесены.',
  },
};

const drawIsLost: Texts = {
  en: 'The quiz draws no questions there: it asks all that it can draw.',
  ru: 'Тест там не выбирает вопросы: в нём все, которые он может выбрать.',
};

const settingsAreLost: Texts = {
  en: 'Of the settings of the quiz only the time in minutes, the number of attempts and what is shown afterwards are kept.',
  ru: 'Из настроек теста остались время в минутах, число попыток и то, что показывают после попытки.',
};

const gradingIsLost: Texts = {
  en: 'Criteria, deadline, number of files and number of submissions are left out.',
  ru: 'Критерии, срок, число файлов и число сдач не перенесены.',
};

const peerReviewIsLost: Texts = {
  en: 'The peer review is left out.',
  ru: 'Взаимная проверка не перенесена.',
};

const cardIsLost: Texts = {
  en: 'Of the card title, summary, description, language and tags are kept.',
  ru: 'Из карточки курса остались название, аннотация, описание, язык и метки.',
};

const gradebookIsLost: Texts = {
  en: 'Categories and weights of the gradebook are left out.',
  ru: 'Категории и веса журнала оценок не перенесены.',
};

/** What a cartridge cannot hold of a lesson that stays. */
export function findLessonChanges({ content, required, opening, completion, programTopic }: TreeLesson): Texts[] {
  const typical = chooseRule(content.type, undefined);
  const hasRules = !required || opening.opens !== 'at-once' || JSON.stringify(completion) !== JSON.stringify(typical);
  return [...findContentChanges(content), ...(hasRules ? [rulesAreLost] : []), ...(programTopic === null ? [] : [topicIsLost])];
}

function findContentChanges(content: TreeLesson['content']): Texts[] {
  switch (content.type) {
    case 'text':
    case 'scorm':
      return [];
    case 'video':
    case 'meeting':
      return [becameLink[content.type]];
    case 'link':
    case 'file':
      return content.description === '' ? [] : [descriptionIsLost];
    case 'quiz':
      return [
        ...(content.description === '' ? [] : [descriptionIsLost]),
        ...(content.settings.questions.some(({ draw }) => draw !== null) ? [drawIsLost] : []),
        ...(hasOtherSettings(content.settings) ? [settingsAreLost] : []),
      ];
    case 'assignment': {
      const { rubric, due, late, maxSubmissions, takes, peerReview } = content;
      const isKept = rubric.length === 0 && due === null && late === 'accepted' && maxSubmissions === null;
      const hasSameFiles = takes.files === 0 || takes.files === maxSubmissionFiles;
      return [...(isKept && hasSameFiles ? [] : [gradingIsLost]), ...(peerReview ? [peerReviewIsLost] : [])];
    }
  }
}

function hasOtherSettings(settings: Extract<TreeLesson['content'], { type: 'quiz' }>['settings']): boolean {
  const { shuffle, retryAfterSeconds, wrongPercent, grading, review, timeLimitSeconds } = settings;
  if (!shuffle || retryAfterSeconds > 0 || wrongPercent > 0) return true;
  return grading !== 'highest' || review === 'none' || (timeLimitSeconds ?? 0) % 60 !== 0;
}

/** What a cartridge cannot hold of a course as a whole. */
export function findCourseChanges({ card, gradebook }: CourseTree): Texts[] {
  const { level, coverUrl, price, enrolment, sequential, hours, outcomes, category, prerequisites } = card;
  const isNew = level === 'beginner' && enrolment === 'open' && sequential && outcomes.length + prerequisites.length === 0;
  const isKept = isNew && [coverUrl, price, hours, category].every((value) => value === null);
  const { categories, items, ungraded } = gradebook;
  const hasGradebook = categories.length + items.length > 0 || ungraded !== 'ignored';
  return [...(isKept ? [] : [cardIsLost]), ...(hasGradebook ? [gradebookIsLost] : [])];
}
