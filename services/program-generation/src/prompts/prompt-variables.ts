import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';

type Localized = Readonly<Record<Locale, string>>;

export interface PromptVariable {
  readonly description: Localized;
  /** A prompt without it asks for something else than its step wants. */
  readonly required: boolean;
}

const required = (ru: string, en: string): PromptVariable => ({ description: { ru, en }, required: true });
const optional = (ru: string, en: string): PromptVariable => ({ description: { ru, en }, required: false });

const order = {
  title: required('Название программы', 'Title of the programme'),
  kind: optional('Вид программы', 'Kind of the programme'),
  audience: optional('Для кого программа', 'For whom it is'),
  level: optional('Уровень', 'Level'),
  studyForm: optional('Форма обучения', 'Form of study'),
  qualification: optional('Квалификация', 'Qualification'),
  wishes: optional('Пожелания автора', 'Wishes of the author'),
};

const materials = required('Выдержки из вложений', 'Excerpts of the attachments');

/** What each prompt may say as `{{name}}`. */
export const promptVariables: Readonly<Record<PromptName, Readonly<Record<string, PromptVariable>>>> = {
  frame: {
    ...order,
    hours: optional('Объём в академических часах', 'Volume in academic hours'),
    topics: required('Темы заявки с номерами', 'Ordered topics with their numbers'),
    modules: optional('Сколько модулей уместно', 'How many modules are suitable'),
    newTopics: optional('Сколько тем можно добавить', 'How many topics may be added'),
    standards: optional('Профессиональные стандарты', 'Professional standards'),
    competences: required('Компетенции заявки с номерами', 'Ordered competences with their numbers'),
    materials,
  },
  module: {
    ...order,
    aim: optional('Цель программы', 'Aim of the programme'),
    modules: optional('Все модули', 'All modules'),
    module: required('Название модуля', 'Title of the module'),
    summary: optional('О чём модуль', 'What the module is about'),
    outcomes: required('Результаты модуля', 'Outcomes of the module'),
    topics: required('Темы модуля с видами занятий', 'Topics of the module with the kinds of work'),
    materials,
  },
  questions: {
    ...order,
    module: required('Название модуля', 'Title of the module'),
    outcomes: required('Результаты модуля с номерами', 'Outcomes of the module with their numbers'),
    contents: required('Темы и их содержание', 'Topics and what they teach'),
  },
  conditions: {
    ...order,
    aim: optional('Цель программы', 'Aim of the programme'),
    modules: required('Модули с темами', 'Modules with their topics'),
    outcomes: required('Результаты программы с номерами', 'Outcomes of the programme with their numbers'),
    finalForm: required('Форма итоговой аттестации', 'Form of the final assessment'),
  },
  block: {
    ...order,
    aim: optional('Цель программы', 'Aim of the programme'),
    modules: optional('Модули с темами', 'Modules with their topics'),
    block: required('Название раздела', 'Name of the section'),
    neighbours: optional('Соседние разделы', 'Sections beside it'),
    current: required('Нынешний текст раздела', 'Present text of the section'),
    instruction: required('Что просит автор', 'What the author asks for'),
    materials,
  },
};
