/** What a text lacks though its file was read: kept as a code, said in the reader's language. */
export type ReadWarning = 'pictures' | 'pages-without-text' | 'embedded-files' | 'unknown-characters' | 'guessed-encoding';
