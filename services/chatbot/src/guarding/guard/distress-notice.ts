/** Where a school says nothing of its own. */
export const distressNotice = {
  en: 'If you are not well, you are not alone with it. Talk to somebody you trust now, or call the emergency number 112. The school has been told that you may need help.',
  ru: 'Если вам плохо, вы с этим не одни. Поговорите сейчас с тем, кому доверяете, или позвоните по номеру 112; детский телефон доверия: 8-800-2000-122. Школа узнает, что вам может понадобиться помощь.',
} as const;
