import type { SchemaDifference } from '../rules/drift-rules.ts';
import { type SqlStyle, styleSql } from './sql-style.ts';

/** The text of a migration. New tables are protected; going back, the indexes of a table go with it. */
export function migrationSource(className: string, difference: SchemaDifference, style: SqlStyle): string {
  const up = difference.up.map((statement) => styleSql(statement, style));
  const tables = up.flatMap((statement) => /^CREATE TABLE (\S+)/.exec(statement)?.[1] ?? []);
  const indexes = up.flatMap((statement) => {
    const [, index, table] = /^CREATE (?:UNIQUE )?INDEX (\S+) ON (\S+)/.exec(statement) ?? [];
    return index && tables.includes(table ?? '') ? [index] : [];
  });
  // Each undoes the one at its place, so they run backwards.
  const down = difference.down
    .map((statement) => styleSql(statement, style))
    .filter((statement) => !indexes.includes(/^DROP INDEX (\S+)$/.exec(statement)?.[1] ?? ''))
    .reverse();
  const protect = tables.map((table) => `await protectTable(queryRunner, '${table.replaceAll('"', '')}');`);
  return `${tables.length > 0 ? "import { protectTable } from '@lyceum/common/database';\n" : ''}import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    ${[...up.map(call), ...protect].join('\n    ')}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    ${down.map(call).join('\n    ')}
  }
}
`;
}

function call(statement: string): string {
  if (!statement.includes('\n')) return `await queryRunner.query(${JSON.stringify(statement)});`;
  const indented = statement.replaceAll('\n', '\n      ').replace(/[\\`]|\$\{/g, '\\$&');
  return `await queryRunner.query(\`\n      ${indented}\`);`;
}

/** Statements that lose what is stored, or that the release which still runs beside the new one cannot live with. */
export function riskyStatements({ up }: SchemaDifference): string[] {
  return up.filter((statement) =>
    /\bDROP (TABLE|COLUMN)\b|\bRENAME\b|\bSET NOT NULL\b|\bTYPE\b|\bADD "[^"]+" [^,]*\bNOT NULL\b(?! DEFAULT)/.test(statement),
  );
}
