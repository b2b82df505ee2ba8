import type { Locale } from '@lyceum/contracts/shared/fields';
import type { DocumentLabels } from './document-labels.ts';
import { englishLabels } from './english-labels.ts';
import { russianLabels } from './russian-labels.ts';

export const documentLabels: Readonly<Record<Locale, DocumentLabels>> = { ru: russianLabels, en: englishLabels };
