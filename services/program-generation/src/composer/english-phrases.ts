import { quoteTitle } from '../program/quote-title.ts';
import type { OutlinePhrases } from './outline-phrases.ts';

const quote = (title: string) => quoteTitle(title, 'en');
const topicList = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const englishPhrases: OutlinePhrases = {
  outcomeCode: (number) => `LO-${number}`,
  andOtherTopics: (titles) => `${titles} and other topics`,

  aim(kind, program) {
    switch (kind) {
      case 'professional-development':
        return `To improve or acquire the competences needed at work and to raise the professional level within the present qualification on the subject of ${quote(program)}.`;
      case 'professional-retraining':
        return `To acquire the competences needed for a new kind of professional activity and a new qualification in ${quote(program)}.`;
      case 'general-development':
        return `To develop the abilities of the learners and to meet their educational needs through the programme ${quote(program)}.`;
      case 'discipline':
        return `To master the discipline ${quote(program)}: the concepts, methods and skills that further study builds on.`;
      case 'course-plan':
        return `To master the course ${quote(program)} and to put it into practice.`;
    }
  },

  summary: (topics) =>
    topics.length === 1
      ? `The module covers the topic ${topics.map(quote).join()}.`
      : `The module covers the topics ${topicList.format(topics.map(quote))}.`,

  outcomes(level, module) {
    switch (level) {
      case 'beginner':
        return [
          `names and explains the main concepts of the module ${quote(module)}`,
          `completes typical tasks of the module ${quote(module)} by example`,
        ];
      case 'intermediate':
        return [
          `explains the concepts and methods of the module ${quote(module)} and how they are related`,
          `solves typical problems of the module ${quote(module)} independently`,
        ];
      case 'advanced':
        return [
          `analyses and compares the approaches studied in the module ${quote(module)}`,
          `designs and justifies own solutions with the material of the module ${quote(module)}`,
        ];
    }
  },

  transfer(level, program) {
    const where = {
      beginner: 'in familiar situations',
      intermediate: 'to practical problems',
      advanced: 'in new and unusual situations',
    };
    return `applies what the programme ${quote(program)} teaches ${where[level]}`;
  },

  content: {
    lectures: {
      beginner: 'Lecture: the main concepts of the topic and simple examples',
      intermediate: 'Lecture: concepts and methods, discussion of typical cases',
      advanced: 'Lecture: comparison of approaches, their limits and areas of use',
    },
    practice: {
      beginner: 'Practice: tasks by example, discussion of mistakes',
      intermediate: 'Practice: typical problems, discussion of solutions',
      advanced: 'Practice: an own solution and its defence before the group',
    },
    selfStudy: {
      beginner: 'Self-study: revision of the material, answers to review questions',
      intermediate: 'Self-study: further reading, problem solving',
      advanced: 'Self-study: work with sources, preparation of the project task',
    },
    within: (topic) => `Studied in the hours of the topic ${quote(topic)}`,
  },

  moduleAssessment: {
    beginner: {
      form: 'test',
      criteria: ['at least 60% of the answers are right', 'the main concepts of the module are used correctly'],
    },
    intermediate: {
      form: 'practical work',
      criteria: ['correctness of the solution', 'completeness of the reasoning', 'independence of the work'],
    },
    advanced: {
      form: 'defence of a project task',
      criteria: ['justification of the chosen approach', 'soundness of the solution', 'precision of the answers to questions'],
    },
  },
  observation: {
    form: 'observation in class',
    criteria: ['participation in the classes of the module', 'completion of the tasks of the module'],
  },
  finalAssessment: {
    credit: {
      form: 'pass/fail test',
      criteria: [
        'all tasks of the programme are completed',
        'every planned outcome is shown by an answer or a task',
        'at least 60% of the tasks of the test are solved correctly',
      ],
    },
    exam: {
      form: 'examination',
      criteria: [
        'completeness and precision of the answers',
        'correct solution of the practical task',
        'every planned outcome is checked by a question or a task',
      ],
    },
    project: {
      form: 'defence of a final project',
      criteria: [
        'fit of the project with the content of the programme',
        'justified and independent decisions',
        'every planned outcome is shown by the project or at its defence',
      ],
    },
  },

  notice:
    'This document was composed from the request by the built-in outline composer without a language model: the hours are calculated from the requested volume, the wording is standard. A methodologist adds the content of the topics, the sources and the assessment materials.',
};
