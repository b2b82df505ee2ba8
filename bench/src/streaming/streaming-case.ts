import type { Report } from '../report.ts';

/** One of the things that are measured of streaming. */
export interface StreamingCase {
  /** What is run and how. */
  readonly setting: string;
  run(rounds: number): Promise<Pick<Report, 'tables' | 'targets'>>;
}
