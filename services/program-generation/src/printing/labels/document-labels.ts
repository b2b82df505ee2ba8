import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';

/** The printed words of a programme in one language; phrases with the number of a table cite it. */
export interface DocumentLabels {
  readonly titlePage: {
    /** What stands under a blank that is filled in by hand. */
    readonly organisation: string;
    readonly approved: string;
    readonly position: string;
    readonly signature: string;
    readonly date: (day: Date) => string;
    readonly blankDate: (year: number) => string;
    readonly number: (number: string) => string;
    readonly qualification: string;
  };
  readonly contents: string;
  readonly table: string;
  readonly tableGoesOn: (table: number) => string;
  readonly sources: string;
  readonly about: string;

  readonly audience: string;
  readonly level: string;
  readonly levels: Readonly<Record<ProgramDocument['level'], string>>;
  readonly studyForm: string;
  readonly studyForms: Readonly<Record<ProgramDocument['titleBlock']['studyForm'], string>>;
  readonly language: string;
  readonly languages: Readonly<Record<Locale, string>>;
  readonly volume: string;
  readonly hours: (hours: number) => string;
  readonly credits: (credits: number) => string;
  readonly clockHours: (hours: string, minutes: number) => string;
  readonly scope: string;

  readonly standards: string;
  readonly standardsLead: string;
  readonly standard: (code: string, title: string) => string;
  readonly competences: string;
  readonly competencesLead: (table: number) => string;
  readonly origins: Readonly<Record<ProgramDocument['competences'][number]['origin'], string>>;
  readonly results: string;
  readonly resultsLead: (table: number) => string;

  readonly planLead: (table: number) => string;
  readonly calendarLead: (table: number, limit: number) => string;
  readonly calendarGoesOn: (table: number, weeks: string) => string;
  readonly calendarCaption: (weeks: string) => string;

  readonly module: (number: number, title: string) => string;
  readonly moduleOutcomes: (codes: string) => string;
  readonly topicsLead: (table: number) => string;
  readonly topicsCaption: (number: number) => string;
  readonly withoutHours: string;
  readonly topic: (number: string, title: string) => string;
  readonly lectures: string;
  readonly practice: string;
  readonly selfStudy: string;
  readonly criteria: string;
  readonly moduleSources: (citations: string) => string;

  readonly staff: string;
  readonly facilities: string;
  readonly methods: string;
  readonly software: string;
  readonly programSources: (citations: string) => string;

  readonly assessmentLead: (table: number) => string;
  readonly checkedOutcomes: string;
  readonly passing: (percent: number) => string;
  readonly form: string;
  readonly coverage: string;
  readonly coverageLead: (table: number) => string;

  readonly questionTypes: Readonly<Record<ProgramDocument['questions'][number]['type'], string>>;
  /** Letters of the options, in order; those that look like digits or each other are left out (ГОСТ 7.32-2017, 6.4.6). */
  readonly optionLetters: string;
  readonly keysLead: (table: number) => string;
  readonly keysCaption: string;
  readonly closedQuestions: string;
  readonly openQuestions: string;
  readonly answer: string;
  readonly criterion: string;

  readonly columns: {
    readonly number: string;
    readonly code: string;
    readonly module: string;
    readonly topic: string;
    readonly lectures: string;
    readonly practice: string;
    readonly selfStudy: string;
    readonly assessment: string;
    readonly total: string;
    readonly form: string;
    readonly outcome: string;
    readonly competence: string;
    readonly competences: string;
    readonly origin: string;
    readonly modules: string;
    readonly items: string;
    readonly key: string;
    readonly criterion: string;
    readonly outcomes: string;
  };
  readonly totalRow: string;

  /** Words of a record of ГОСТ Р 7.0.100-2018. */
  readonly record: {
    readonly andOthers: string;
    readonly printed: string;
    readonly electronic: string;
    readonly site: string;
    readonly visited: (day: string) => string;
  };
}
