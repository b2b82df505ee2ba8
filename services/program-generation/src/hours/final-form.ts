import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { norms } from '../norms/norms.ts';
import type { FinalForm } from '../norms/norms-shape.ts';

/** The usual form of the final assessment of such a programme. */
export function finalForm({ kind, hours }: Pick<ProgramRequest, 'kind' | 'hours'>): FinalForm {
  return norms.kinds[kind].finalForms.find(({ below }) => hours < below)?.form ?? 'credit';
}
