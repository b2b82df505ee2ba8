import type { Proposal } from '@lyceum/contracts/program-generation/proposal';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { explainFailure, type GenerationFailure } from '../writing/generation-failure.ts';

/** Why nothing could be proposed: kept as data, said in the reader's language. */
export interface ProposalFailure {
  readonly code: GenerationFailure['code'] | keyof typeof reasons;
}

const reasons = {
  'block-gone': { en: 'The block was removed in the meantime.', ru: 'Блок тем временем удалён.' },
  'not-text': {
    en: 'The block is no text that could be written anew.',
    ru: 'Блок не является текстом, который можно переписать.',
  },
};

export function describeFailure({ code }: ProposalFailure, locale: Locale): NonNullable<Proposal['failure']> {
  const message = code === 'block-gone' || code === 'not-text' ? reasons[code][locale] : explainFailure({ code }, locale);
  return { code, message };
}
