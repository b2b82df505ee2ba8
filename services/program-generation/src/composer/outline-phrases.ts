import type { ProgramRequest } from '@lyceum/contracts/program-generation';

type Level = ProgramRequest['level'];
type Kind = ProgramRequest['kind'];

export interface Assessment {
  readonly form: string;
  /** Phrases for a list: no capital letter, no full stop. */
  readonly criteria: readonly string[];
}

/** The words of the outline composer in one language. Titles come in as people wrote them and are quoted, never inflected. */
export interface OutlinePhrases {
  outcomeCode(number: number): string;
  /** The title of a module whose topics are too many to name. */
  andOtherTopics(titles: string): string;
  aim(kind: Kind, program: string): string;
  summary(topics: readonly string[]): string;
  /** What a learner who completed the module does: one outcome of knowledge, one of skill. */
  outcomes(level: Level, module: string): readonly string[];
  /** The outcome all modules lead to together. */
  transfer(level: Level, program: string): string;
  readonly content: {
    readonly lectures: Readonly<Record<Level, string>>;
    readonly practice: Readonly<Record<Level, string>>;
    readonly selfStudy: Readonly<Record<Level, string>>;
    /** For a topic without hours of its own. */
    within(topic: string): string;
  };
  readonly moduleAssessment: Readonly<Record<Level, Assessment>>;
  /** For a module too short to have hours for a check. */
  readonly observation: Assessment;
  readonly finalAssessment: Readonly<Record<FinalForm, Assessment>>;
  readonly notice: string;
}

/** Зачёт, экзамен, защита итоговой работы. */
export type FinalForm = 'credit' | 'exam' | 'project';
