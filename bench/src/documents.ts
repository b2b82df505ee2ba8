import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { end, firstMessage } from './child-process.ts';
import { type Measured, measured, type RenderRequest } from './documents/render-request.ts';
import { type Bench, format, median, medianRatio, type Report, type Table } from './report.ts';

const megabyte = 1024 * 1024;
const maxDocuments = 50;
/** By then everything is loaded, compiled, and the heap has its size. */
const settled = 25;
/** Growth from there to the last document that is taken for none: how much memory is free to be used again differs by as much. */
const flat = 0.1;

/** Each in a process of its own; `limitMs` is for a document of a process that has rendered before. */
const variants: readonly (RenderRequest & { readonly limitMs?: number })[] = [
  { format: 'docx', hours: 72, documents: 6, limitMs: 300 },
  { format: 'docx', hours: 500, documents: 6, limitMs: 1500 },
  { format: 'pdf', hours: 72, documents: 6 },
  { format: 'pdf', hours: 500, documents: maxDocuments, limitMs: 3000 },
];

interface Found {
  readonly variant: (typeof variants)[number];
  readonly name: string;
  /** One for each round. */
  readonly processes: Measured[];
}

/** From a programme to the bytes of its file, as the job of the service renders it. */
export const documents: Bench = {
  name: 'documents',
  async run(rounds) {
    const found = variants.map((variant): Found => {
      return { variant, name: `${variant.format.toUpperCase()} of ${variant.hours} hours`, processes: [] };
    });
    for (let round = 0; round < rounds; round += 1) {
      for (const { variant, processes } of found) processes.push(await renderInProcess(variant));
    }
    return report(found);
  },
};

async function renderInProcess(request: RenderRequest): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('./documents/render-process.ts', import.meta.url)), [JSON.stringify(request)]);
  const result = measured.parse(await firstMessage('the process that renders', child));
  await end(child);
  return result;
}

function report(found: readonly Found[]): Report {
  const rows = (values: (one: Measured) => readonly number[]) =>
    found.map(({ name, processes }) => ({ name, values: processes.flatMap(values) }));
  const warm = ({ runs }: Measured) => runs.slice(1).map(({ ms }) => ms);
  const first = ({ runs }: Measured) => runs.slice(0, 1).map(({ ms }) => ms);
  const pages = found.flatMap(({ variant, processes: [one] }) =>
    one && variant.format === 'pdf' ? [`${variant.hours} hours fill ${one.pages} pages`] : [],
  );
  const memory = memoryTable(found);
  return {
    title: 'Documents: a programme as a file',
    setting:
      'Programmes in Russian by the outline composer, filled with texts and tests of the length that models write: ' +
      `${pages.join(', ')}. Layout gost-7.32. The thread that renders for the service renders the same programme again and again, each row in processes of ` +
      'its own. The first document of a process also starts the thread and loads what it needs; targets are for the next ones.',
    tables: [
      { title: 'next documents of a process', unit: 'ms', rows: rows(warm) },
      { title: 'first document of a process', unit: 'ms', rows: rows(first) },
      {
        title: 'composing by the outline, the first of a process',
        unit: 'ms',
        rows: ([72, 500] as const).map((hours) => ({
          name: `${hours} hours`,
          values: found
            .filter(({ variant }) => variant.hours === hours)
            .flatMap(({ processes }) => processes.map(({ composeMs }) => composeMs)),
        })),
      },
      { title: 'size of the file', unit: 'kB', rows: rows(({ bytes }) => [bytes / 1000]) },
      memory.table,
    ],
    targets: [
      ...found.flatMap(({ variant: { limitMs }, name, processes }) => {
        if (limitMs === undefined) return [];
        const value = median(processes.flatMap(warm));
        return { name, wanted: `< ${format(limitMs)} ms`, measured: `${format(value)} ms`, reached: value < limitMs };
      }),
      {
        name: `memory, from ${settled} to ${maxDocuments} PDFs`,
        wanted: `< +${flat * 100} %`,
        measured: `${memory.growth < 0 ? '−' : '+'}${Math.abs(memory.growth * 100).toFixed(1)} %`,
        reached: memory.growth < flat,
      },
    ],
  };
}

/** Of the process that renders most, and by how much it grew. */
function memoryTable(found: readonly Found[]): { table: Table; growth: number } {
  const longest = found.find(({ variant }) => variant.documents === maxDocuments)?.processes ?? [];
  const after = (count: number) => longest.map(({ runs }) => (runs[count - 1]?.rss ?? Number.NaN) / megabyte);
  const rows = [1, 5, settled, maxDocuments].map((count) => ({
    name: count === 1 ? 'after the first PDF of 500 hours' : `after ${count}`,
    values: after(count),
  }));
  return {
    table: { title: 'resident memory of the process', unit: 'MB', rows },
    growth: medianRatio(after(maxDocuments), after(settled)) - 1,
  };
}
