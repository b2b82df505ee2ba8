import type { Locale } from '@lyceum/contracts/shared/fields';

/** Page of the platform where people choose which mails they get. */
const path = '/settings/mails';

/** Link of each mail that people can switch off. */
export const mailSettings: Readonly<Record<Locale, { readonly label: string; readonly path: string }>> = {
  en: { label: 'Choose which mails you get', path },
  ru: { label: 'Настроить письма', path },
};
