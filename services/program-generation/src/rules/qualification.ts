import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { recodeFix } from './identity.ts';
import type { Issue, RuleContext } from './issue.ts';

/** P9: what the programme changes in the learner's qualification, in the codes of the registers. */
export function* checkQualification(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { kind, titleBlock, standards, competences, language } = document;
  const norm = norms.kinds[kind];
  if (norm.qualification && titleBlock.qualification === '') {
    yield {
      rule: 'P9',
      severity: 'error',
      pointer: '/titleBlock/qualification',
      message: {
        ru: 'Не указана квалификация, к которой ведёт переподготовка.',
        en: 'The qualification that the retraining leads to is not named.',
      },
    };
  }
  if (norm.qualification && standards.length === 0) {
    yield {
      rule: 'P9',
      severity: 'warning',
      pointer: '/standards',
      message: {
        ru: 'Не указан профессиональный стандарт. Если для этой деятельности его нет, программу составляют по квалификационным требованиям.',
        en: 'No professional standard is named. Where the activity has none, the programme follows the qualification requirements.',
      },
    };
  }
  if (norm.competences !== null && !competences.some(({ origin }) => origin === norm.competences)) {
    yield {
      rule: 'P9',
      severity: 'error',
      pointer: '/competences',
      message:
        norm.competences === 'existing'
          ? {
              ru: 'Не указаны компетенции имеющейся квалификации, которые совершенствует программа.',
              en: 'The competences of the present qualification that the programme improves are not named.',
            }
          : {
              ru: 'Не указаны компетенции, которые формирует программа.',
              en: 'The competences that the programme gives are not named.',
            },
    };
  }
  for (const [index, { code }] of standards.entries()) {
    if (new RegExp(norms.codes.standard).test(code)) continue;
    yield {
      rule: 'P9',
      severity: 'error',
      pointer: `/standards/${index}/code`,
      message: {
        ru: `У профессионального стандарта не может быть номера ${code}.`,
        en: `A professional standard cannot have the number ${code}.`,
      },
    };
  }
  for (const [index, { code }] of competences.entries()) {
    if (new RegExp(norms.codes.competence).test(code)) continue;
    yield {
      rule: 'P9',
      severity: 'warning',
      pointer: `/competences/${index}/code`,
      message: { ru: `Необычный код компетенции: ${code}.`, en: `An unusual code of a competence: ${code}.` },
      fix: () => recodeFix(`/competences/${index}`, competences, norms.codePrefixes.competence[language]),
    };
  }
}
