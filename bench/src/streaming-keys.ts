import { type Setting, stretches, watchers, withWatchers } from './keys/setting.ts';
import { type Bench, format, median, percentile, type Report } from './report.ts';
import { sendEvenly } from './send-evenly.ts';

const seconds = 8;
const perSecond = 300;
const maxP95Ms = 15;

/** What players wait for before each minute of a video: its key, while the gate is open. */
export const streamingKeys: Bench = {
  name: 'streaming-keys',
  run: (rounds) =>
    withWatchers(async (setting) => {
      const found: number[][] = [];
      let asked = 0;
      const ask = (rate: number) => sendEvenly({ perSecond: rate, seconds }, () => askNext(setting, asked++));
      await ask(perSecond / 2);
      const before = setting.countQuestions();
      const cpuUs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const startMs = setting.getCpuMs();
        const times = await ask(perSecond);
        found.push(times);
        cpuUs.push(((setting.getCpuMs() - startMs) * 1000) / times.length);
      }
      return report(found, cpuUs, (setting.countQuestions() - before) / rounds);
    }),
};

/** Each watcher in turn asks for the next stretch: every key is given out for the first time, and noted. */
const askNext = ({ getKey }: Setting, index: number) => getKey(index % watchers, Math.floor(index / watchers) % stretches);

function report(found: readonly number[][], cpuUs: readonly number[], questions: number): Report {
  const rows = [50, 95, 99].map((percent) => ({
    name: `p${percent}`,
    values: found.map((times) => percentile(times, percent)),
  }));
  const p95 = median(found.map((times) => percentile(times, 95)));
  return {
    title: 'Videos: keys',
    setting:
      `The streaming service in a process of its own, asked by the process beside it at even intervals: ${watchers} people watch a video of eight hours, each in a lesson, and ` +
      `ask for the keys of its stretches, ${perSecond} a second in all. Each key is new to its playback, so that each request writes. The gate of courses is a double that ` +
      `answers at once, asked ${format(questions)} times a round: its answers hold for ten seconds. Times count from when a request was due. ${seconds} s a round.`,
    tables: [
      { title: `a key, ${perSecond}/s`, unit: 'ms', rows },
      { title: 'processor time of the service', unit: 'µs', rows: [{ name: 'a key', values: cpuUs }] },
    ],
    targets: [
      {
        name: `a key, ${perSecond}/s: p95`,
        wanted: `< ${maxP95Ms} ms`,
        measured: `${format(p95)} ms`,
        reached: p95 < maxP95Ms,
      },
    ],
  };
}
