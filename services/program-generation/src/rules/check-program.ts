import type { Locale } from '@lyceum/contracts/fields';
import type { ProgramDocument } from '@lyceum/contracts/program-document';
import type { Finding } from '@lyceum/contracts/program-generation';
import { norms } from '../norms/norms.ts';
import type { Norms } from '../norms/norms-shape.ts';
import { checkApproval } from './approval.ts';
import { checkCalendar } from './calendar.ts';
import { checkComponents } from './components.ts';
import { checkCoverage } from './coverage.ts';
import { checkHours } from './hours.ts';
import { checkCodes, checkIds } from './identity.ts';
import type { Rule } from './issue.ts';
import { checkQualification } from './qualification.ts';
import { checkMaterials } from './questions.ts';
import { checkReferences } from './references.ts';
import { checkSources } from './sources.ts';
import { checkVolume } from './volume.ts';

/**
 * P1 to P12 are the checks of a programme; P8, the clock hours, are computed where they are printed and so cannot be wrong.
 * R1 to R3 keep references, ids and codes whole.
 */
const rules: readonly Rule[] = [
  checkComponents,
  checkVolume,
  checkHours,
  checkCoverage,
  checkCalendar,
  checkQualification,
  checkMaterials,
  checkSources,
  checkApproval,
  checkReferences,
  checkIds,
  checkCodes,
];

interface CheckOptions {
  readonly today: Date;
  /** Of the messages; that of the document by default. */
  readonly locale?: Locale;
  readonly norms?: Norms;
}

/** Every broken rule, with a fix where one can be computed. The same document on the same day has the same findings. */
export function checkProgram(document: ProgramDocument, options: CheckOptions): Finding[] {
  const locale = options.locale ?? document.language;
  const context = { norms: options.norms ?? norms, today: options.today };
  return rules
    .flatMap((rule) => [...rule(document, context)])
    .map(({ message, fix, ...issue }) => ({
      ...issue,
      message: message[locale],
      fix: fix ? { title: fix.title[locale], operations: fix.operations } : null,
    }));
}
