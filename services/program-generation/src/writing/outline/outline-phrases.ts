import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { FinalForm } from '../../norms/norms-shape.ts';

type Level = ProgramRequest['level'];
type Kind = ProgramRequest['kind'];

export interface Assessment {
  readonly form: string;
  /** Phrases for a list: no capital letter, no full stop. */
  readonly criteria: readonly string[];
}

/** Work a learner is given, and what a right one is known by. */
export interface Assignment {
  readonly text: string;
  readonly criterion: string;
}

/** The words of the outline composer in one language. Titles come in as people wrote them and are quoted, never inflected. */
export interface OutlinePhrases {
  /** The title of a module whose topics are too many to name. */
  andOtherTopics(titles: string): string;
  aim(kind: Kind, program: string): string;
  /** Where the request names none. */
  competence(kind: Kind, program: string): string;
  summary(topics: readonly string[]): string;
  /** What a learner who completed the module does: one outcome of knowledge, one of skill. */
  outcomes(level: Level, module: string): readonly [string, string];
  /** The outcome all modules lead to together. */
  transfer(level: Level, program: string): string;
  readonly content: Readonly<Record<Level, string>>;
  readonly practice: Readonly<Record<Level, string>>;
  readonly selfStudy: Readonly<Record<Level, string>>;
  /** For a topic without hours of its own. */
  within(topic: string): string;
  readonly moduleAssessment: Readonly<Record<Level, Assessment>>;
  /** For a module too short to have hours for a check. */
  readonly observation: Assessment;
  readonly finalCriteria: Readonly<Record<FinalForm, readonly string[]>>;
  topicQuestion(level: Level, topic: string): Assignment;
  moduleTask(level: Level, module: string): Assignment;
  finalTask(form: FinalForm, program: string): Assignment;
  conditions(learning: { inClass: boolean; online: boolean; selfStudy: boolean }): ProgramDocument['conditions'];
  /** How the list of sources names a professional standard. */
  standard(code: string, title: string): string;
  readonly notice: string;
}
