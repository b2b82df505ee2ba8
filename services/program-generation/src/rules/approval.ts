import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Issue, RuleContext } from './issue.ts';

const parts = {
  position: { ru: 'должность', en: 'position' },
  name: { ru: 'фамилия', en: 'name' },
  date: { ru: 'дата', en: 'date' },
  number: { ru: 'номер', en: 'number' },
};

/** P12, warnings only: what the title page leaves empty is filled in by hand. */
export function* checkApproval({ kind, titleBlock }: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  if (!norms.kinds[kind].approval) return;
  const { organisation, approval } = titleBlock;
  if (organisation === '') {
    yield {
      rule: 'P12',
      severity: 'warning',
      pointer: '/titleBlock/organisation',
      message: { ru: 'Не указана организация.', en: 'The organisation is not named.' },
    };
  }
  const empty = (['position', 'name', 'date', 'number'] as const).filter((part) => !approval[part]);
  if (empty.length > 0) {
    yield {
      rule: 'P12',
      severity: 'warning',
      pointer: '/titleBlock/approval',
      message: {
        ru: `В грифе утверждения не заполнено: ${empty.map((part) => parts[part].ru).join(', ')}.`,
        en: `The approval leaves empty: ${empty.map((part) => parts[part].en).join(', ')}.`,
      },
    };
  }
}
