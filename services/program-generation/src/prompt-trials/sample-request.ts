import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { Locale } from '@lyceum/contracts/shared/fields';

const typicalRequest = {
  kind: 'professional-development',
  level: 'intermediate',
  hours: 36,
  standards: [],
  competences: [],
  qualification: '',
  studyForm: 'blended',
  credits: null,
  weeklyLimit: 36,
  attachments: [],
  wishes: '',
} as const;

/** What a prompt is tried on unless the administrator says otherwise. */
export const sampleRequest: Readonly<Record<Locale, ProgramRequest>> = {
  ru: {
    ...typicalRequest,
    standards: [],
    competences: [],
    attachments: [],
    language: 'ru',
    title: 'Цифровые инструменты преподавателя',
    audience: 'преподаватели колледжей и университетов',
    topics: ['Проектирование электронного курса', 'Видео и интерактивные задания', 'Проверка знаний', 'Авторское право'],
  },
  en: {
    ...typicalRequest,
    standards: [],
    competences: [],
    attachments: [],
    language: 'en',
    title: 'Digital tools for teachers',
    audience: 'teachers of colleges and universities',
    topics: ['Design of an online course', 'Video and interactive tasks', 'Checking knowledge', 'Copyright'],
  },
};
