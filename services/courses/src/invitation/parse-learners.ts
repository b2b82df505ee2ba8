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
    const columns = (head: string[]) => requireEmail(head.map((name) => name.toLowerCase()));
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

function requireEmail(head: string[]): string[] {
  if (head.includes('email')) return head;
  throw fail(tableInvalid, {
    detail: { en: 'The head needs a column named email.', ru: 'В заголовке нужен столбец с именем email.' },
  });
}
