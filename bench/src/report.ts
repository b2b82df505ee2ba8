/** What was measured of one variant: one value for each round. */
interface Row {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Table {
  readonly title: string;
  /** Of the values, such as `ms` or `requests/s`. */
  readonly unit: string;
  readonly rows: readonly Row[];
  /** Name of the row the ratios of the others are taken to. */
  readonly reference?: string;
}

interface Target {
  readonly name: string;
  /** As a reader sees them, with their unit. */
  readonly wanted: string;
  readonly measured: string;
  readonly reached: boolean;
}

/** What one bench found. */
export interface Report {
  readonly title: string;
  /** What was run and how, for somebody who reads only the figures. */
  readonly setting: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export interface Bench {
  readonly name: string;
  /** Variants alternate in every round, so that what the machine does besides meets all of them. */
  run(rounds: number): Promise<Report>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}

/**
 * The median of what each run was to its neighbour of the other variant: a machine that is slow for a while slows both. Of
 * runs that have no neighbour, the ratio of the medians.
 */
export function medianRatio(values: readonly number[], base: readonly number[]): number {
  if (values.length !== base.length) return median(values) / median(base);
  return median(values.map((value, run) => value / (base[run] ?? Number.NaN)));
}

/** Three significant digits: more would be noise. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { minimumFractionDigits: Math.min(digits, 3), maximumFractionDigits: Math.min(digits, 3) });
}

/** The report as Markdown, which a terminal shows well enough. */
export function toMarkdown({ title, setting, tables, targets }: Report): string {
  return [
    `## ${title}`,
    setting,
    ...tables.map(tableToMarkdown),
    ...(targets.length > 0 ? [targetsToMarkdown(targets)] : []),
  ].join('\n\n');
}

function tableToMarkdown({ title, unit, rows, reference }: Table): string {
  const base = rows.find(({ name }) => name === reference);
  const cells = rows.map(({ name, values }) => [
    name,
    format(median(values)),
    format(Math.min(...values)),
    format(Math.max(...values)),
    ...(base ? [medianRatio(values, base.values).toFixed(2)] : []),
  ]);
  return lines([`${title} (${unit})`, 'median', 'min', 'max', ...(base ? ['ratio'] : [])], cells);
}

function targetsToMarkdown(targets: readonly Target[]): string {
  const cells = targets.map(({ name, wanted, measured, reached }) => [
    name,
    wanted,
    measured,
    reached ? 'reached' : '**missed**',
  ]);
  return lines(['target', 'wanted', 'measured', ''], cells);
}

/** A table whose columns line up as plain text too; all but the first are aligned to the right. */
function lines(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
