import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Failure } from '../exchange/failure.ts';

const standards: readonly [of: RegExp, name: string][] = [
  [/(?:^|\/)cmi5\.xml$/i, 'cmi5'],
  [/(?:^|\/)tincan\.xml$/i, 'xAPI (Tin Can)'],
  [/\.(?:au|crs|cst)$/i, 'AICC'],
];

const describeStandard = (name: string): Texts => ({
  en: `The package is of ${name}. SCORM 1.2 and SCORM 2004 are read: export it as one of them.`,
  ru: `Это пакет «${name}». Читаются «SCORM 1.2» и «SCORM 2004»: сохраните его в одном из этих форматов.`,
});

/** Why a package without a manifest is not read, where it is of a standard that is known. */
export function findOtherStandard(names: readonly string[]): Failure | undefined {
  const found = standards.find(([of]) => names.some((name) => of.test(name)));
  return found && { failure: describeStandard(found[1]) };
}
