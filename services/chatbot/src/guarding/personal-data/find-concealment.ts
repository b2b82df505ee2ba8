import type { EffectiveTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import type { EntityManager } from 'typeorm';
import { findPersonNames } from '../../conversing/person/find-person-names.ts';
import { type Concealment, createConcealment } from './conceal.ts';

/** Leaves everything as it is. */
const openly: Concealment = {
  conceal: (text) => text,
  restore: (text) => text,
  createRestorer: () => ({ push: (slice) => slice, end: () => '' }),
};

/** What is concealed from the models that are asked for this person; nothing unless the settings want it. */
export async function findConcealment(
  db: EntityManager,
  { concealPersonalData }: Pick<EffectiveTutorSettings, 'concealPersonalData'>,
  personId: string,
): Promise<Concealment> {
  if (!concealPersonalData) return openly;
  return createConcealment({ names: [...(await findPersonNames(db, [personId])).values()] });
}
