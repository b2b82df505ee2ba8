import { stringify } from 'csv-stringify/sync';
import type { Cell } from './write-xlsx.ts';

/** A table that spreadsheets open in the right encoding, and in which nothing that a person wrote is a formula. */
export function writeCsv(rows: readonly (readonly Cell[])[]): Uint8Array {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.trimStart() : cell)));
  return Buffer.from(stringify(cells, { bom: true, escape_formulas: true }));
}
