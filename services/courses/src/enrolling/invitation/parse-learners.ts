import { fail } from '@lyceum/common/errors';
import { tableInvalid } from '@lyceum/contracts/courses/enrolment';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

const maxRows = 1000;

const record = z.object({
  info: z.object({ lines: z.int() }),
  record: z.object({ email: z.string().default(''), cohort: z.string().default('') }),
});

export interface ListedLearner {
  /** Line of the table, from 1. */
  readonly line: number;
  readonly email: string;
  /** Name of the cohort; empty for none. */
  readonly cohort: string;
}

/** Rows of a table of learners, the head aside. Fails with `enrolment.table_invalid`, saying at which line. */
export function parseLearners(csv: string): ListedLearner[] {
  const rows = readRows(csv);
  if (rows.length > maxRows) throw tooManyRows();
  return z
    .array(record)
    .parse(rows)
    .map(({ info, record: { email, cohort } }) => ({ line: info.lines, email, cohort }));
}

function readRows(csv: string): unknown[] {
  try {
    const columns = (head: string[]) => readHead(head.map((name) => name.trim()));
    const [head = ''] = csv.split(/[\r\n]/, 1);
    const delimiter = [';', '\t'].find((mark) => head.includes(mark)) ?? ',';
    const limits = { skip_empty_lines: true, relax_column_count_less: true, max_record_size: 10_000 };
    return parse(csv, { bom: true, columns, delimiter, info: true, trim: true, ...limits });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = String(error['lines'] ?? '');
    throw fail(tableInvalid, {
      detail: { en: `Line ${line}: its cells do not fit the head.`, ru: `Строка ${line}: ячейки не соответствуют заголовку.` },
    });
  }
}

const tooManyRows = () =>
  fail(tableInvalid, {
    detail: { en: `At most ${maxRows} lines at a time.`, ru: `Не больше ${maxRows} строк за один раз.` },
  });

/** Heads people write, by the column they mean. */
const heads: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'e-mail', 'почта', 'электронная почта', 'эл. почта', 'адрес'],
  name: ['name', 'имя', 'фио', 'ученик', 'слушатель'],
  cohort: ['cohort', 'group', 'группа', 'поток'],
};

/** A column that is dropped without a word might be the one that counts. */
function readHead(cells: readonly string[]): string[] {
  const columns = cells.map((cell) => Object.keys(heads).find((column) => heads[column]?.includes(cell.toLowerCase())));
  const unknown = columns.indexOf(undefined);
  if (!columns.includes('email')) throw noAddresses();
  if (unknown >= 0) throw unknownColumn(cells[unknown] ?? '');
  const twice = columns.findIndex((column, place) => columns.indexOf(column) < place);
  if (twice >= 0) throw repeatedColumn(cells[twice] ?? '');
  return columns.flatMap((column) => column ?? []);
}

const noAddresses = () =>
  fail(tableInvalid, {
    detail: { en: 'The head needs a column named email.', ru: 'В заголовке нужен столбец с именем email или «почта».' },
  });

const unknownColumn = (name: string) =>
  fail(tableInvalid, {
    detail: {
      en: `The column “${name}” is not known; there are email, name and cohort.`,
      ru: `Столбец «${name}» неизвестен; есть «почта», «имя» и «группа».`,
    },
  });

const repeatedColumn = (name: string) =>
  fail(tableInvalid, {
    detail: { en: `The column “${name}” is there twice.`, ru: `Столбец «${name}» повторяется.` },
  });
