import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { TitleHead } from '../../parts/requested-parts.ts';
import { assembleProgram } from '../assemble-program.ts';
import { outlinePhrases } from './all-phrases.ts';
import { outlineTexts } from './outline-texts.ts';

/**
 * Turns a request into a programme without a language model: its hours add up at every level, its outcomes are all taught and
 * assessed, and the same request gives the same document.
 */
export function composeOutline(request: ProgramRequest, letterhead?: TitleHead): ProgramDocument {
  const { notice } = outlinePhrases[request.language];
  return assembleProgram(outlineTexts(request), { request, letterhead, notice });
}
