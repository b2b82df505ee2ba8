import type { Locale } from '@lyceum/contracts/shared/fields';
import { englishPhrases } from './english-phrases.ts';
import type { OutlinePhrases } from './outline-phrases.ts';
import { russianPhrases } from './russian-phrases.ts';

export const outlinePhrases: Readonly<Record<Locale, OutlinePhrases>> = { ru: russianPhrases, en: englishPhrases };
