import type { Finding } from '@lyceum/contracts/program-generation/finding';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { norms } from '../norms/norms.ts';
import type { Localized, Norms } from '../norms/norms-shape.ts';
import { checkApproval } from './approval.ts';
import { checkCalendar } from './calendar.ts';
import { checkComponents } from './components.ts';
import { checkCoverage } from './coverage.ts';
import { checkHours } from './hours.ts';
import { checkCodes, checkIds } from './identity.ts';
import type { Fix, Issue, Rule, RuleContext } from './issue.ts';
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
  readonly norms?: Norms;
}

/** A finding in both languages, presented to readers in theirs. */
export interface LocalizedFinding extends Pick<Finding, 'rule' | 'severity' | 'pointer'> {
  readonly message: Localized;
  readonly fix: Fix | null;
}

/** A document with what the rules say of it on a day. */
export interface CheckedDocument {
  readonly document: ProgramDocument;
  readonly findings: readonly LocalizedFinding[];
}

/** Findings that are listed of one rule and severity: whoever mends these is shown the next. */
const maxOfRule = 100;

/** Characters of JSON after which no more fixes are given: one may hold the whole schedule, or every module. */
const maxOfFixes = 500_000;

/**
 * Every broken rule, with a fix where one can be computed. The same document on the same day has the same findings. A document of
 * any size has a bounded list: a rule that is broken is in it, but not with every place, and fixes end when they become too long.
 */
export function checkProgram(document: ProgramDocument, options: CheckOptions): LocalizedFinding[] {
  const context = { norms: options.norms ?? norms, today: options.today };
  const counts = new Map<string, number>();
  const findings: LocalizedFinding[] = [];
  let left = maxOfFixes;
  for (const { fix: findFix, ...issue } of findIssues(document, context)) {
    const key = `${issue.rule} ${issue.severity}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > maxOfRule) continue;
    const fix = left > 0 ? findFix?.() : undefined;
    if (fix) left -= JSON.stringify(fix.operations).length;
    findings.push({ ...issue, fix: fix ?? null });
  }
  return findings;
}

export function checkDocument(document: ProgramDocument, today: Date): CheckedDocument {
  return { document, findings: checkProgram(document, { today }) };
}

export function presentFindings(findings: readonly LocalizedFinding[], locale: Locale): Finding[] {
  return findings.map(({ message, fix, ...finding }) => ({
    ...finding,
    message: message[locale],
    fix: fix && { ...fix, title: fix.title[locale] },
  }));
}

function* findIssues(document: ProgramDocument, context: RuleContext): Generator<Issue> {
  for (const rule of rules) yield* rule(document, context);
}
