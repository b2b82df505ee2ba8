import type { Bench, Report } from './report.ts';
import { encoding } from './streaming/encoding.ts';

const cases = [encoding];

/** From an uploaded video to what is played. */
export const streaming: Bench = {
  name: 'streaming',
  async run(rounds) {
    const reports: Pick<Report, 'tables' | 'targets'>[] = [];
    for (const one of cases) reports.push(await one.run(rounds));
    return {
      title: 'Streaming: from an uploaded video to what is played',
      setting: cases.map(({ setting }) => setting).join(' '),
      tables: reports.flatMap(({ tables }) => tables),
      targets: reports.flatMap(({ targets }) => targets),
    };
  },
};
