import { quoteTitle } from '../../text/quote-title.ts';
import type { OutlinePhrases } from './outline-phrases.ts';

const quote = (title: string) => quoteTitle(title, 'en');
const topicList = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const englishPhrases: OutlinePhrases = {
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

  competence: (kind, program) =>
    kind === 'professional-development' || kind === 'professional-retraining'
      ? `Is able to solve professional problems of the programme ${quote(program)}`
      : `Is able to apply what the programme ${quote(program)} teaches`,

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
    beginner: 'The main concepts of the topic and simple examples',
    intermediate: 'Concepts and methods of the topic, discussion of typical cases',
    advanced: 'Comparison of approaches to the topic, their limits and areas of use',
  },
  practice: {
    beginner: 'Tasks by example, discussion of mistakes',
    intermediate: 'Typical problems, discussion of solutions',
    advanced: 'An own solution and its defence before the group',
  },
  selfStudy: {
    beginner: 'Revision of the material, answers to review questions',
    intermediate: 'Further reading, problem solving',
    advanced: 'Work with sources, preparation of the project task',
  },
  within: (topic) => `Studied in the hours of the topic ${quote(topic)}`,

  moduleAssessment: {
    beginner: {
      form: 'oral questioning',
      criteria: ['the main concepts of the module are used correctly', 'tasks by example are completed correctly'],
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
  finalCriteria: {
    credit: ['all tasks of the programme are completed', 'every planned outcome is shown by an answer or a task'],
    exam: [
      'completeness and precision of the answers',
      'correct solution of the practical task',
      'every planned outcome is checked by a question or a task',
    ],
    project: [
      'fit of the project with the content of the programme',
      'justified and independent decisions',
      'every planned outcome is shown by the project or at its defence',
    ],
  },

  topicQuestion(level, topic) {
    switch (level) {
      case 'beginner':
        return {
          text: `Name the main concepts of the topic ${quote(topic)} and give an example of each.`,
          criterion: 'The main concepts are named correctly, each with a fitting example.',
        };
      case 'intermediate':
        return {
          text: `Explain the concepts and methods of the topic ${quote(topic)} and show how they are related.`,
          criterion: 'The concepts and methods are explained correctly, and their relations are shown.',
        };
      case 'advanced':
        return {
          text: `Compare the approaches studied in the topic ${quote(topic)} and justify when to use each of them.`,
          criterion: 'The approaches are compared by what matters, the choice is justified, limits are named.',
        };
    }
  },
  moduleTask(level, module) {
    switch (level) {
      case 'beginner':
        return {
          text: `Complete a typical task of the module ${quote(module)} by example and explain your steps.`,
          criterion: 'The task is completed correctly, and every step is explained.',
        };
      case 'intermediate':
        return {
          text: `Solve a typical problem of the module ${quote(module)} on your own and justify the solution.`,
          criterion: 'The solution is correct, justified and the own work of the learner.',
        };
      case 'advanced':
        return {
          text: `Design an own solution with the material of the module ${quote(module)} and defend it.`,
          criterion: 'The solution is sound, the choice of the approach is justified, the answers are precise.',
        };
    }
  },
  finalTask(form, program) {
    const criterion = 'All planned outcomes are shown; the decisions are right and justified.';
    switch (form) {
      case 'credit':
        return { text: `Complete a task that joins the topics of the programme ${quote(program)} and explain it.`, criterion };
      case 'exam':
        return {
          text: `Solve a problem across the topics of the programme ${quote(program)} and justify the solution.`,
          criterion,
        };
      case 'project':
        return { text: `Prepare a final project on the programme ${quote(program)} and defend it.`, criterion };
    }
  },

  conditions: ({ inClass, online, selfStudy }) => ({
    staff: [
      'Classes are held by teaching staff whose qualification meets the qualification requirements and (or) professional standards (Federal Law 273-FZ, art. 46), and by practitioners of the field.',
    ],
    facilities: [
      ...(inClass ? ['A classroom with a place for every learner, a board and equipment for presentations.'] : []),
      ...(online ? ['The learner’s own place: a computer with access to the Internet, a camera and a microphone.'] : []),
    ],
    methods: [
      'Lectures introduce the concepts of a topic; in practice classes the learners do tasks and discuss the results.',
      ...(selfStudy
        ? ['For self-study the learners receive the material of the classes, the list of sources and tasks with criteria.']
        : []),
    ],
    software: [
      ...(inClass ? ['Software for presentations and documents.'] : []),
      ...(online ? ['A learning management system with materials, tasks and results; video conferencing.'] : []),
    ],
  }),

  standard: (code, title) => `${code} ${title} : professional standard`,

  notice:
    'This document was composed from the request by the built-in outline composer without a language model: the hours are calculated from the requested volume, the wording is standard. A methodologist adds the content of the topics, the sources and the assessment materials.',
};
