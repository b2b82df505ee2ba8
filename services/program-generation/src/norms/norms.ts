import type { Norms } from './norms-shape.ts';

// Приказ № 266, carried on from п. 9 of приказ № 499.
const professionalComponents = [
  'aim',
  'outcomes',
  'curriculum',
  'calendar',
  'modules',
  'conditions',
  'assessment',
  'materials',
  'sources',
] as const;

// 273-ФЗ, ст. 2 п. 9 names what is taught before the conditions under which it is.
const contentFirst = [
  'aim',
  'outcomes',
  'curriculum',
  'modules',
  'calendar',
  'conditions',
  'assessment',
  'materials',
  'sources',
] as const;

const professional = {
  moduleAssessment: { ru: 'Промежуточная аттестация', en: 'Module assessment' },
  finalAssessment: { ru: 'Итоговая аттестация', en: 'Final attestation' },
  acts: ['273-ФЗ', '266'],
  order: professionalComponents,
  required: professionalComponents,
  components: {},
  approval: true,
} as const;

const course = {
  moduleAssessment: { ru: 'Текущий контроль', en: 'Continuous assessment' },
  finalAssessment: { ru: 'Итоговый контроль', en: 'Final assessment' },
} as const;

/**
 * What the acts demand of educational programmes: the only place for it. Rules, composers and the printed document read it.
 * Whoever changes it raises the version and the date.
 */
export const norms: Norms = {
  version: 2,
  date: '2026-11-21',

  // Приказ № 266, carried on from п. 17 of приказ № 499.
  academicHourMinutes: 45,

  // 36 academic hours, or 27 clock hours (приказ № 245).
  hoursPerCredit: 36,

  // The most that federal standards of higher education allowed a student; no act sets a limit for the other kinds.
  maxWeeklyHours: 54,

  passingPercent: 60,

  codes: {
    // Number in the register of professional standards: area of activity, standard.
    standard: '^\\d{2}\\.\\d{3}$',
    // УК-1, ОПК-2, ПК-3.1, ПСК 4 and their Latin forms, or the code of a labour function such as A/01.6.
    competence: '^(?:[A-ZА-ЯЁ]{1,5}[-– ]?\\d{1,3}(?:\\.\\d{1,3})*|[A-ZА-Я]/\\d{2}\\.\\d)$',
  },
  codePrefixes: {
    competence: { ru: 'ПК', en: 'PC' },
    outcome: { ru: 'РО', en: 'LO' },
  },

  components: {
    aim: { ru: 'Цель реализации программы', en: 'Aim of the programme' },
    outcomes: { ru: 'Планируемые результаты обучения', en: 'Planned learning outcomes' },
    curriculum: { ru: 'Учебный план', en: 'Curriculum' },
    calendar: { ru: 'Календарный учебный график', en: 'Calendar schedule' },
    modules: { ru: 'Рабочие программы модулей', en: 'Working programmes of the modules' },
    conditions: { ru: 'Организационно-педагогические условия', en: 'Organisational and pedagogical conditions' },
    assessment: { ru: 'Формы аттестации', en: 'Forms of assessment' },
    materials: { ru: 'Оценочные материалы', en: 'Assessment materials' },
    sources: { ru: 'Список использованных источников', en: 'Sources' },
  },

  finalForms: {
    credit: { ru: 'зачёт', en: 'pass/fail assessment' },
    exam: { ru: 'экзамен', en: 'examination' },
    project: { ru: 'защита итоговой работы', en: 'defence of a final project' },
  },

  acts: {
    '273-ФЗ': {
      title: 'Об образовании в Российской Федерации : Федеральный закон от 29.12.2012 № 273-ФЗ',
      publication: 'Собрание законодательства Российской Федерации',
      year: 2012,
      extent: '№ 53 (ч. 1), ст. 7598',
    },
    '266': {
      title:
        'Об утверждении Порядка организации и осуществления образовательной деятельности по дополнительным профессиональным программам : приказ Минобрнауки России от 24.03.2025 № 266',
      publication: 'Официальный интернет-портал правовой информации',
      year: 2025,
      extent: '№ 0001202504230011',
    },
    '629': {
      title:
        'Об утверждении Порядка организации и осуществления образовательной деятельности по дополнительным общеобразовательным программам : приказ Минпросвещения России от 27.07.2022 № 629',
      publication: 'Официальный интернет-портал правовой информации',
      year: 2022,
      extent: '№ 0001202209270013',
    },
    '245': {
      title:
        'Об утверждении Порядка организации и осуществления образовательной деятельности по образовательным программам высшего образования — программам бакалавриата, программам специалитета, программам магистратуры : приказ Минобрнауки России от 06.04.2021 № 245',
      publication: '',
      year: 2021,
      extent: '',
    },
  },

  kinds: {
    // 273-ФЗ, ст. 76 ч. 4: improves a competence or gives a new one within the qualification the learner has.
    'professional-development': {
      ...professional,
      name: {
        ru: 'Дополнительная профессиональная программа — программа повышения квалификации',
        en: 'Continuing professional education programme: professional development',
      },
      minimumHours: 16, // приказ № 266
      competences: 'existing',
      qualification: false,
      finalForms: [
        { below: 72, form: 'credit' },
        { below: Infinity, form: 'project' },
      ],
    },

    // 273-ФЗ, ст. 76 ч. 5: gives what a new kind of professional activity asks for, and a new qualification.
    'professional-retraining': {
      ...professional,
      name: {
        ru: 'Дополнительная профессиональная программа — программа профессиональной переподготовки',
        en: 'Continuing professional education programme: professional retraining',
      },
      minimumHours: 250, // приказ № 266
      competences: 'new',
      qualification: true,
      finalForms: [{ below: Infinity, form: 'project' }],
    },

    // 273-ФЗ, ст. 2 п. 9, ст. 75; приказ № 629.
    'general-development': {
      ...course,
      name: {
        ru: 'Дополнительная общеобразовательная программа — дополнительная общеразвивающая программа',
        en: 'Supplementary general education programme: general development',
      },
      minimumHours: null,
      acts: ['273-ФЗ', '629'],
      order: contentFirst,
      required: contentFirst,
      components: { modules: { ru: 'Содержание программы', en: 'Content of the programme' } },
      competences: null,
      qualification: false,
      approval: true,
      finalForms: [{ below: Infinity, form: 'project' }],
    },

    // Part of the programme of a university, which has the calendar (273-ФЗ, ст. 2 п. 9, ст. 58; приказ № 245).
    discipline: {
      ...course,
      name: { ru: 'Рабочая программа дисциплины (модуля)', en: 'Working programme of a discipline (module)' },
      minimumHours: null,
      finalAssessment: { ru: 'Промежуточная аттестация', en: 'End-of-course assessment' },
      acts: ['273-ФЗ', '245'],
      order: ['aim', 'outcomes', 'curriculum', 'modules', 'calendar', 'assessment', 'materials', 'conditions', 'sources'],
      required: ['aim', 'outcomes', 'curriculum', 'modules', 'assessment', 'materials', 'conditions', 'sources'],
      components: {
        aim: { ru: 'Цель освоения дисциплины', en: 'Aim of the discipline' },
        curriculum: { ru: 'Структура и трудоёмкость дисциплины', en: 'Structure and volume of the discipline' },
        modules: { ru: 'Содержание дисциплины', en: 'Content of the discipline' },
        conditions: { ru: 'Условия реализации дисциплины', en: 'Conditions of the discipline' },
      },
      competences: 'new',
      qualification: false,
      approval: true,
      finalForms: [
        { below: 108, form: 'credit' },
        { below: Infinity, form: 'exam' },
      ],
    },

    // No act prescribes it.
    'course-plan': {
      ...course,
      name: { ru: 'План учебного курса', en: 'Course plan' },
      minimumHours: null,
      acts: ['273-ФЗ'],
      order: contentFirst,
      required: ['aim', 'outcomes', 'curriculum', 'modules', 'assessment'],
      components: {
        aim: { ru: 'Цель курса', en: 'Aim of the course' },
        curriculum: { ru: 'План курса', en: 'Plan of the course' },
        modules: { ru: 'Содержание курса', en: 'Content of the course' },
      },
      competences: null,
      qualification: false,
      approval: false,
      finalForms: [{ below: Infinity, form: 'credit' }],
    },
  },
};
