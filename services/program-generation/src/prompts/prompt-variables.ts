import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';

type Localized = Readonly<Record<Locale, string>>;

export interface PromptVariable {
  readonly description: Localized;
  /** A prompt without it asks for something else than its step wants. */
  readonly required: boolean;
}

const requiredVariable = (ru: string, en: string): PromptVariable => ({ description: { ru, en }, required: true });
const optionalVariable = (ru: string, en: string): PromptVariable => ({ description: { ru, en }, required: false });

const requestVariables = {
  title: requiredVariable('Название программы', 'Title of the programme'),
  kind: optionalVariable('Вид программы', 'Kind of the programme'),
  audience: optionalVariable('Для кого программа', 'For whom it is'),
  level: optionalVariable('Уровень', 'Level'),
  studyForm: optionalVariable('Форма обучения', 'Form of study'),
  qualification: optionalVariable('Квалификация', 'Qualification'),
  wishes: optionalVariable('Пожелания автора', 'Wishes of the author'),
};

const materials = requiredVariable('Выдержки из вложений', 'Excerpts of the attachments');

/** What each prompt may say as `{{name}}`. */
export const promptVariables: Readonly<Record<PromptName, Readonly<Record<string, PromptVariable>>>> = {
  frame: {
    ...requestVariables,
    hours: optionalVariable('Объём в академических часах', 'Volume in academic hours'),
    topics: requiredVariable('Темы заявки с номерами', 'Ordered topics with their numbers'),
    modules: optionalVariable('Сколько модулей уместно', 'How many modules are suitable'),
    newTopics: optionalVariable('Сколько тем можно добавить', 'How many topics may be added'),
    standards: optionalVariable('Профессиональные стандарты', 'Professional standards'),
    competences: requiredVariable('Компетенции заявки с номерами', 'Ordered competences with their numbers'),
    materials,
  },
  module: {
    ...requestVariables,
    aim: optionalVariable('Цель программы', 'Aim of the programme'),
    modules: optionalVariable('Все модули', 'All modules'),
    module: requiredVariable('Название модуля', 'Title of the module'),
    summary: optionalVariable('О чём модуль', 'What the module is about'),
    outcomes: requiredVariable('Результаты модуля', 'Outcomes of the module'),
    topics: requiredVariable('Темы модуля с видами занятий', 'Topics of the module with the kinds of work'),
    materials,
  },
  questions: {
    ...requestVariables,
    module: requiredVariable('Название модуля', 'Title of the module'),
    outcomes: requiredVariable('Результаты модуля с номерами', 'Outcomes of the module with their numbers'),
    contents: requiredVariable('Темы и их содержание', 'Topics and what they teach'),
  },
  conditions: {
    ...requestVariables,
    aim: optionalVariable('Цель программы', 'Aim of the programme'),
    modules: requiredVariable('Модули с темами', 'Modules with their topics'),
    outcomes: requiredVariable('Результаты программы с номерами', 'Outcomes of the programme with their numbers'),
    finalForm: requiredVariable('Форма итоговой аттестации', 'Form of the final assessment'),
  },
  block: {
    ...requestVariables,
    aim: optionalVariable('Цель программы', 'Aim of the programme'),
    modules: optionalVariable('Модули с темами', 'Modules with their topics'),
    block: requiredVariable('Название раздела', 'Name of the section'),
    neighbours: optionalVariable('Соседние разделы', 'Sections beside it'),
    current: requiredVariable('Нынешний текст раздела', 'Present text of the section'),
    instruction: requiredVariable('Что просит автор', 'What the author asks for'),
    materials,
  },
};
