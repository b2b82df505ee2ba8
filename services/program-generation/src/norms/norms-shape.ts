import type { ProgramDocument, ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';

export type Localized = Readonly<Record<Locale, string>>;

export type ProgramKind = ProgramDocument['kind'];

/** Components of an educational programme (273-ФЗ, ст. 2 п. 9, and the orders on each kind). */
export type Component =
  | 'aim'
  | 'outcomes'
  | 'curriculum'
  | 'calendar'
  | 'modules'
  | 'conditions'
  | 'assessment'
  | 'materials'
  | 'sources';

/** Зачёт, экзамен, защита итоговой работы. */
export type FinalForm = 'credit' | 'exam' | 'project';

/** An act as the list of sources prints it. */
export type Act = Pick<ProgramSource, 'title' | 'publication' | 'year' | 'extent'>;

export interface KindNorm {
  /** Name of the kind as the acts call it. */
  readonly name: Localized;
  /** Academic hours the kind must have at least; null where no act sets a minimum. */
  readonly minimumHours: number | null;
  /** Check at the end of a module. */
  readonly moduleAssessment: Localized;
  /** Check that ends the programme. */
  readonly finalAssessment: Localized;
  /** Keys of the acts a programme of this kind is made by. */
  readonly acts: readonly string[];
  /** All components, in the order a document of this kind has them. */
  readonly order: readonly Component[];
  /** Those it must have. */
  readonly required: readonly Component[];
  /** Names that differ from the usual ones. */
  readonly components: Readonly<Partial<Record<Component, Localized>>>;
  /** Origin of the competences it must list; null where it need not list any. */
  readonly competences: 'existing' | 'new' | null;
  /** It leads to a qualification, which must be named, and rests on a professional standard where there is one. */
  readonly qualification: boolean;
  /** It is approved by the head of the organisation. */
  readonly approval: boolean;
  /** Usual forms of the final assessment: the first whose bound the hours are below. No act sets them. */
  readonly finalForms: readonly { readonly below: number; readonly form: FinalForm }[];
}

export interface Norms {
  readonly version: number;
  /** Day as of which the acts were looked at. */
  readonly date: string;
  readonly academicHourMinutes: number;
  /** Academic hours of a зачётная единица. */
  readonly hoursPerCredit: number;
  /** Academic hours of a learner's week, all kinds of work together. */
  readonly maxWeeklyHours: number;
  /** Share of right answers that passes a test. No act sets it. */
  readonly passingPercent: number;
  /** Regular expressions without flags. */
  readonly codes: { readonly standard: string; readonly competence: string };
  /** What codes given by the platform begin with. */
  readonly codePrefixes: { readonly competence: Localized; readonly outcome: Localized };
  /** Usual names. */
  readonly components: Readonly<Record<Component, Localized>>;
  readonly finalForms: Readonly<Record<FinalForm, Localized>>;
  readonly acts: Readonly<Record<string, Act>>;
  readonly kinds: Readonly<Record<ProgramKind, KindNorm>>;
}
