import type { Locale } from '@lyceum/contracts/fields';
import type { ProgramRequest } from '@lyceum/contracts/program-generation';

type Named = Readonly<Record<Locale, string>>;

export interface ProgramNorm {
  /** Name of the kind as the acts call it. */
  readonly name: Named;
  /** Academic hours the kind must have at least; null where no act sets a minimum. */
  readonly minimumHours: number | null;
  /** Check at the end of a module. */
  readonly moduleAssessment: Named;
  /** Check that ends the programme. */
  readonly finalAssessment: Named;
}

const courseAssessment = {
  moduleAssessment: { ru: 'Текущий контроль', en: 'Continuous assessment' },
  finalAssessment: { ru: 'Итоговый контроль', en: 'Final assessment' },
};

const professionalAssessment = {
  moduleAssessment: { ru: 'Промежуточная аттестация', en: 'Module assessment' },
  finalAssessment: { ru: 'Итоговая аттестация', en: 'Final attestation' },
};

/**
 * What acts in force in November 2026 demand of each kind. Sources: Федеральный закон от 29.12.2012 № 273-ФЗ, ст. 12 (names
 * of kinds), ст. 58 (a discipline ends with промежуточная аттестация), ст. 76 (professional programmes end with итоговая
 * аттестация); приказ Минобрнауки России от 24.03.2025 № 266 (16 and 250 hours).
 */
export const programNorms: Readonly<Record<ProgramRequest['kind'], ProgramNorm>> = {
  'professional-development': {
    name: {
      ru: 'Дополнительная профессиональная программа — программа повышения квалификации',
      en: 'Continuing professional education programme: professional development',
    },
    minimumHours: 16,
    ...professionalAssessment,
  },
  'professional-retraining': {
    name: {
      ru: 'Дополнительная профессиональная программа — программа профессиональной переподготовки',
      en: 'Continuing professional education programme: professional retraining',
    },
    minimumHours: 250,
    ...professionalAssessment,
  },
  'general-development': {
    name: {
      ru: 'Дополнительная общеобразовательная программа — дополнительная общеразвивающая программа',
      en: 'Supplementary general education programme: general development',
    },
    minimumHours: null,
    ...courseAssessment,
  },
  discipline: {
    name: { ru: 'Рабочая программа дисциплины (модуля)', en: 'Working programme of a discipline (module)' },
    minimumHours: null,
    moduleAssessment: courseAssessment.moduleAssessment,
    finalAssessment: { ru: 'Промежуточная аттестация', en: 'End-of-course assessment' },
  },
  'course-plan': {
    name: { ru: 'План учебного курса', en: 'Course plan' },
    minimumHours: null,
    ...courseAssessment,
  },
};

/** An academic hour lasts 45 minutes (the same order, carried on from приказ № 499, п. 17). */
export const academicHourMinutes = 45;
