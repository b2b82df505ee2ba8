import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { recalculateHours } from '../hours/recalculate-hours.ts';
import type { Norms } from '../norms/norms-shape.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

/** P2: the kind has the hours it must have. P7: credits and hours say the same. */
export function* checkVolume(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { kind, hours, credits } = document;
  const minimum = norms.kinds[kind].minimumHours;
  if (minimum !== null && hours < minimum) {
    yield {
      rule: 'P2',
      severity: 'error',
      pointer: '/hours',
      message: {
        ru: `Программе этого вида нужно не менее ${minimum} ак. ч, указано ${hours}.`,
        en: `A programme of this kind needs at least ${minimum} academic hours; it has ${hours}.`,
      },
      fix: () => raiseFix(document, minimum, norms),
    };
  }
  if (credits !== null && hours !== credits * norms.hoursPerCredit) {
    const whole = hours / norms.hoursPerCredit;
    yield {
      rule: 'P7',
      severity: 'error',
      pointer: '/credits',
      message: {
        ru: `${credits} з. е. — это ${credits * norms.hoursPerCredit} ак. ч, а в программе ${hours}.`,
        en: `${credits} credits are ${credits * norms.hoursPerCredit} academic hours, but the programme has ${hours}.`,
      },
      fix: () =>
        Number.isInteger(whole)
          ? {
              title: { ru: `Указать ${whole} з. е.`, en: `Set ${whole} credits` },
              operations: [{ op: 'replace', path: '/credits', value: whole }],
            }
          : {
              title: { ru: 'Не указывать зачётные единицы', en: 'State no credits' },
              operations: [{ op: 'replace', path: '/credits', value: null }],
            },
    };
  }
}

/** Credits, where they are stated, stay whole and agree. */
function raiseFix(document: ProgramDocument, minimum: number, { hoursPerCredit }: Norms): Fix | undefined {
  const credits = document.credits === null ? null : Math.ceil(minimum / hoursPerCredit);
  const hours = credits === null ? minimum : credits * hoursPerCredit;
  const operations = recalculateHours(document, { hours, finalHours: document.finalAssessment.hours });
  return (
    operations && {
      title: { ru: `Увеличить трудоёмкость до ${hours} ак. ч`, en: `Raise the volume to ${hours} academic hours` },
      operations: [
        ...(credits === document.credits ? [] : [{ op: 'replace', path: '/credits', value: credits } as const]),
        ...operations,
      ],
    }
  );
}
