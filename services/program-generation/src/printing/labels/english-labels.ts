import type { DocumentLabels } from './document-labels.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export const englishLabels: DocumentLabels = {
  titlePage: {
    organisation: '(name of the organisation)',
    approved: 'APPROVED',
    position: '(position)',
    signature: '(signature, name)',
    date: (date) => day.format(date),
    blankDate: (year) => `“___” ________________ ${year}`,
    number: (number) => `No.\u00a0${number}`,
    qualification: 'Qualification awarded',
  },
  contents: 'Contents',
  table: 'Table',
  tableGoesOn: (table) => `Table ${table}, continued`,
  sources: 'List of sources',
  about: 'About the preparation of this document',

  audience: 'Audience',
  level: 'Level',
  levels: { beginner: 'beginner', intermediate: 'intermediate', advanced: 'advanced' },
  studyForm: 'Form of study',
  studyForms: {
    'full-time': 'full-time',
    'part-time': 'part-time',
    evening: 'evening',
    distance: 'distance learning only',
    blended: 'full-time with distance learning',
  },
  language: 'Language of instruction',
  languages: { ru: 'Russian', en: 'English' },
  volume: 'Volume',
  hours: (hours) => `${hours}\u00a0academic ${hours === 1 ? 'hour' : 'hours'}`,
  credits: (credits) => `${credits}\u00a0${credits === 1 ? 'credit' : 'credits'}`,
  clockHours: (hours, minutes) => `An academic hour lasts ${minutes}\u00a0minutes; in clock hours the volume is ${hours}\u00a0h.`,
  scope: 'Audience, form of study and volume',

  standards: 'Professional standards',
  standardsLead: 'The programme takes account of the requirements of these professional standards:',
  standard: (code, title) => `${code} “${title.replaceAll('“', '‘').replaceAll('”', '’')}”`,
  competences: 'Competences',
  competencesLead: (table) => `The competences that the programme forms and improves are given in table\u00a0${table}.`,
  origins: { existing: 'improves', new: 'forms' },
  results: 'Learning outcomes',
  resultsLead: (table) =>
    `What a learner who has completed the programme achieves, and the competences it belongs to, are given in table\u00a0${table}.`,

  planLead: (table) =>
    `The modules, their order and volume and the forms of assessment are given in table\u00a0${table}. The volume is given in academic ` +
    'hours; SS stands for self-study, Asm. for assessment.',
  calendarLead: (table, limit) =>
    `The academic hours of each week are given in table\u00a0${table}. The load of a week is at most ${limit}.`,
  calendarGoesOn: (table, weeks) => `Weeks ${weeks} are given in table\u00a0${table}.`,
  calendarCaption: (weeks) => `Hours by week, weeks ${weeks}`,

  module: (number, title) => `Module ${number}. ${title}`,
  moduleOutcomes: (codes) => `Planned outcomes of the module: ${codes}.`,
  topicsLead: (table) => `The topics of the module and their volume in academic hours are given in table\u00a0${table}.`,
  topicsCaption: (number) => `Topics of module ${number}`,
  withoutHours: 'A topic without hours is studied in the hours of its neighbours in the module.',
  topic: (number, title) => `Topic ${number}. ${title}`,
  lectures: 'Lectures',
  practice: 'Practice',
  selfStudy: 'Self-study',
  criteria: 'Criteria:',
  moduleSources: (citations) => `Sources recommended for the module: ${citations}.`,

  staff: 'Staff',
  facilities: 'Facilities and equipment',
  methods: 'Methods',
  software: 'Information resources and software',
  programSources: (citations) => `Sources recommended for the programme as a whole: ${citations}.`,

  assessmentLead: (table) =>
    `The forms of assessment of the modules are given in table\u00a0${table}, the criteria in the programmes of the modules.`,
  checkedOutcomes: 'Outcomes checked',
  passing: (percent) => `A test is passed with at least ${percent}\u00a0% of right answers.`,
  form: 'Form',
  coverage: 'Outcomes, modules and assessment items',
  coverageLead: (table) =>
    `The modules that lead to each outcome and the numbers of the items that check it are given in table\u00a0${table}.`,

  questionTypes: { single: 'One right answer', multiple: 'Several right answers', open: 'Open answer', task: 'Practical task' },
  optionLetters: 'abcdefghjk',
  keysLead: (table) =>
    `The keys of the items with options and the criteria of their assessment are given in table\u00a0${table}.`,
  keysCaption: 'Keys of the items with options',
  closedQuestions: 'Items with options',
  openQuestions: 'Open items and practical tasks',
  answer: 'Expected answer',
  criterion: 'Criterion',

  columns: {
    number: 'No.',
    code: 'Code',
    module: 'Module',
    topic: 'Topic',
    lectures: 'Lectures',
    practice: 'Practice',
    selfStudy: 'SS',
    assessment: 'Asm.',
    total: 'Total',
    form: 'Form of assessment',
    outcome: 'Outcome',
    competence: 'Competence',
    competences: 'Competences',
    origin: 'Programme',
    modules: 'Modules',
    items: 'Items',
    key: 'Key',
    criterion: 'Criterion',
    outcomes: 'Outcomes',
  },
  totalRow: 'Total',

  record: {
    andOthers: '[et al.]',
    printed: 'Text : direct',
    electronic: 'Text : electronic',
    site: 'site',
    visited: (date) => `(accessed: ${date})`,
  },
};
