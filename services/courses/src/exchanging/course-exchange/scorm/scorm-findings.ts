import type { Texts } from '@lyceum/contracts/shared/texts';
import type { HrefFault } from './resolve-href.ts';

/** What an import tells of the items of a package. */

export const startFaults: Readonly<Record<HrefFault, Texts>> = {
  elsewhere: {
    en: 'It starts at another address, not in the package.',
    ru: 'Начальная страница находится по другому адресу, а не в пакете.',
  },
  outside: {
    en: 'Its path leads out of the package.',
    ru: 'Путь к начальной странице ведёт за пределы пакета.',
  },
  missing: {
    en: 'The file it starts with is not in the package.',
    ru: 'Начального файла нет в пакете.',
  },
};

export const nothingToStart: Texts = {
  en: 'It has nothing that can be started.',
  ru: 'В нём нечего запускать.',
};

export const unknownResource: Texts = {
  en: 'The resource it names is not in the manifest.',
  ru: 'Ресурса, на который он ссылается, нет в манифесте.',
};

export const addressTooLong: Texts = {
  en: 'The address it starts with is too long or has signs that are not allowed.',
  ru: 'Адрес начальной страницы слишком длинный или содержит недопустимые знаки.',
};

export const levelLost: Texts = {
  en: 'Courses have no levels within a module: its parts stand in the module one after the other.',
  ru: 'Внутри модуля нет уровней: части раздела стоят в модуле подряд.',
};

export const wasHidden: Texts = {
  en: 'It was hidden. It is shown as a lesson that is not required.',
  ru: 'Элемент был скрыт; показан как необязательный урок.',
};

export const prerequisitesLost: Texts = {
  en: 'What is to be done before it is not taken over: lessons open by the rules of the course.',
  ru: 'Условия открытия не перенесены: уроки открываются по правилам курса.',
};

export const sequencingLost: Texts = {
  en: 'Its rules of sequencing are not followed: lessons open by the rules of the course.',
  ru: 'Правила последовательности не выполняются: уроки открываются по правилам курса.',
};

export const titleCut: Texts = { en: 'Its title was cut to 200 characters.', ru: 'Название сокращено до 200 знаков.' };

export const launchDataCut: Texts = {
  en: 'What it gives itself at its start was left out: it has more than 4,096 characters or such as are not allowed.',
  ru: 'Данные для запуска не перенесены: в них больше 4096 знаков или есть недопустимые.',
};

export const partsLost: Texts = {
  en: 'Parts of the package were left out: a course has at most 500 lessons and 100 modules.',
  ru: 'Часть пакета не перенесена: в курсе может быть не больше 500 уроков и 100 модулей.',
};

export const valueInvalid = (name: string): Texts => ({
  en: `The value of “${name}” means nothing and was left out.`,
  ru: `Значение «${name}» записано неверно и не перенесено.`,
});

export const filesMissing = (count: number, first: string): Texts => ({
  en: `Files it names that are not in the package: ${count}, such as “${first.slice(0, 100)}”.`,
  ru: `В пакете нет файлов, которые названы в манифесте: ${count}, например «${first.slice(0, 100)}».`,
});
