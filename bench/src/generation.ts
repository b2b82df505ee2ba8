import type { ProgramRequest } from '@lyceum/contracts/program-generation';
import { outlineComposer } from '@lyceum/program-generation/composer/outline-composer';
import { createRenderer, type Renderer } from '@lyceum/program-generation/document/create-renderer';
import type { Bench, Report } from './report.ts';

const runsPerRound = 5;
const date = new Date('2026-09-01T00:00:00Z');
const { signal } = new AbortController();

interface Run {
  readonly composeMs: number;
  readonly printMs: number;
  readonly kilobytes: number;
}

/** From a request to the bytes of its document, as the job of the service does it. */
export const generation: Bench = {
  name: 'generation',
  async run(rounds) {
    const requests = [request('professional-development', 72, 12), request('professional-retraining', 500, 60)];
    const found = requests.map((ordered) => ({ ordered, cold: [] as Run[], warm: [] as Run[] }));
    for (let round = 0; round < rounds; round += 1) {
      for (const { ordered, cold, warm } of found) {
        const renderer = createRenderer();
        cold.push(await generate(renderer, ordered));
        for (let run = 0; run < runsPerRound; run += 1) warm.push(await generate(renderer, ordered));
        await renderer.stop();
      }
    }
    return report(
      found.map(({ ordered, ...runs }) => ({ name: `${ordered.hours} hours, ${ordered.topics.length} topics`, ...runs })),
    );
  },
};

async function generate(renderer: Renderer, ordered: ProgramRequest): Promise<Run> {
  const began = performance.now();
  const document = await outlineComposer.compose(ordered, { signal, onProgress: async () => undefined });
  const composed = performance.now();
  const file = await renderer.render({ request: ordered, document, date }, signal);
  return { composeMs: composed - began, printMs: performance.now() - composed, kilobytes: file.length / 1000 };
}

function report(found: readonly { name: string; cold: readonly Run[]; warm: readonly Run[] }[]): Report {
  const rows = (value: (run: Run) => number) => found.map(({ name, warm }) => ({ name, values: warm.map(value) }));
  return {
    title: 'Generation: a programme and its document',
    setting:
      'The outline composer, which needs no language model, and the .docx from the thread that prints for the service. Programmes in Russian. ' +
      'For the record: no target is set.',
    tables: [
      { title: 'composing', unit: 'ms', rows: rows(({ composeMs }) => composeMs) },
      {
        title: 'printing',
        unit: 'ms',
        rows: [
          ...rows(({ printMs }) => printMs),
          ...found.map(({ name, cold }) => ({
            name: `${name}, thread just started`,
            values: cold.map(({ printMs }) => printMs),
          })),
        ],
      },
      { title: 'size of the document', unit: 'kB', rows: rows(({ kilobytes }) => kilobytes) },
    ],
    targets: [],
  };
}

function request(kind: ProgramRequest['kind'], hours: number, topics: number): ProgramRequest {
  return {
    title: 'Проектирование цифровых образовательных программ',
    kind,
    audience: 'Преподаватели и методисты организаций среднего профессионального образования',
    level: 'intermediate',
    hours,
    topics: Array.from({ length: topics }, (_, index) => `Тема ${index + 1}: как готовят, ведут и оценивают занятия`),
    language: 'ru',
  };
}
