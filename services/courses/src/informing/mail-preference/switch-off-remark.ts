import type { Texts } from '@lyceum/contracts/shared/texts';

/** Page of the platform where people choose which mails they get. */
const settingsPath = '/settings/mails';

/** Last line of each mail that people can switch off. */
export const switchOffRemark: Texts = {
  en: `You can switch such mails off in your settings: ${settingsPath}`,
  ru: `От таких писем можно отказаться в настройках: ${settingsPath}`,
};
