/** What a text lacks though its file was read: kept as a code, said in the reader's language. */
export const readWarnings = [
  'pictures',
  'pages-without-text',
  'embedded-files',
  'unknown-characters',
  'guessed-encoding',
] as const;
export type ReadWarning = (typeof readWarnings)[number];
