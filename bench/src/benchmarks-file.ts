import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../docs/benchmarks.md');

/** Replaces what stands in docs/benchmarks.md between `<!-- name -->` and `<!-- /name -->`; the rest is written by hand. */
export function writePart(name: string, text: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = cutAt(readFileSync(file, 'utf8'), begin);
  const [, after] = cutAt(rest, end);
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

function cutAt(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark);
  if (place === -1) throw new Error(`docs/benchmarks.md has no ${mark}`);
  return [text.slice(0, place), text.slice(place + mark.length)];
}

/** The machine, as far as it explains figures. */
export function describeMachine(versions: Readonly<Record<string, string>>): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpus().length} cores (${cpus()[0]?.model}), ${memory} GB; ${programs.join(', ')}.`;
}

/** When, and how busy the machine was with other things. */
export function describeRun(rounds: number): string {
  const [load = 0] = loadavg();
  return `${rounds} rounds on ${new Date().toISOString().slice(0, 10)}, load average of the minute before: ${load.toFixed(1)}.`;
}
