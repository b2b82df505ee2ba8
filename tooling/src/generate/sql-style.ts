/** SQL as TypeORM writes it → as this repository writes it. */
export interface SqlStyle {
  /** Left out in front of names: migrations run with it as their search path. */
  readonly schema: string;
  /** How PostgreSQL writes an identifier: `title`, `"order"`. */
  readonly quoted: ReadonlyMap<string, string>;
}

const literalOrIdentifier = /'(?:[^']|'')*'|"((?:[^"]|"")+)"(\.?)/g;

export function identifiersIn(statements: readonly string[]): string[] {
  const found = statements.flatMap((statement) => Array.from(statement.matchAll(literalOrIdentifier), ([, name]) => name ?? []));
  return [...new Set(found.flat())];
}

export function styleSql(statement: string, { schema, quoted }: SqlStyle): string {
  const unquoted = statement.replace(literalOrIdentifier, (all, name: string | undefined, dot: string) => {
    if (name === undefined) return all;
    return name === schema && dot ? '' : `${quoted.get(name) ?? `"${name}"`}${dot}`;
  });
  const [, table, body] = /^CREATE TABLE (\S+) \((.*)\)$/s.exec(unquoted) ?? [];
  if (!table || body === undefined) return tidy(unquoted);
  const lines = withOwnPrimaryKey(splitList(body).map(tidy)).map((line) => `  ${line}`);
  return `CREATE TABLE ${table} (\n${lines.join(',\n')}\n)`;
}

function tidy(sql: string): string {
  return sql
    .split(/('(?:[^']|'')*')/)
    .map((part) =>
      part.startsWith("'") ? part : part.replaceAll('TIMESTAMP WITH TIME ZONE', 'timestamptz').replace(/ {2,}/g, ' '),
    )
    .join('')
    .trim();
}

/** A primary key that nobody named is part of its column. */
function withOwnPrimaryKey(lines: readonly string[]): string[] {
  const unnamed = /^CONSTRAINT "PK_[0-9a-f]+" (PRIMARY KEY \((.+)\))$/;
  const key = lines.map((line) => unnamed.exec(line)).find((match) => match !== null);
  if (!key) return [...lines];
  const [constraint, primaryKey = '', column = ''] = key;
  const others = lines.filter((line) => line !== constraint);
  if (column.includes(',')) return [...others, primaryKey];
  return others.map((line) => (line.startsWith(`${column} `) ? line.replace(' NOT NULL', ' PRIMARY KEY') : line));
}

/** Splits at the commas that are neither in brackets nor in a string. */
function splitList(list: string): string[] {
  const items = [''];
  let depth = 0;
  for (const token of list.match(/'(?:[^']|'')*'|"(?:[^"]|"")+"|[^'"]/gs) ?? []) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) items.push('');
    else items[items.length - 1] += token;
  }
  return items;
}
