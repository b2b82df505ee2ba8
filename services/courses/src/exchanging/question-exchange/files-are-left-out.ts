import type { Texts } from '@lyceum/contracts/shared/texts';

/** Said of a question that shows what lies beside its text. */
export const filesAreLeftOut: Texts = {
  en: 'Pictures and other files are left out; their names stand in their places.',
  ru: 'Рисунки и другие файлы не перенесены; на их местах стоят названия.',
};
