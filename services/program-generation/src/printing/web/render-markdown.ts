import { clean } from '../../text/clean.ts';
import type { Block, DocumentTree, TableBlock } from '../tree/document-tree.ts';

/** CommonMark with the tables of GitHub Flavored Markdown. What people wrote is text: none of it becomes markup. */
export function renderMarkdown(tree: DocumentTree): Uint8Array {
  const { organisation, organisationHint, details, approval, kind, title, facts, foot } = tree.titlePage;
  const parts = [
    linesOf([organisation || organisationHint, ...details]),
    linesOf(approval),
    escapeMarkdown(kind),
    `# ${escapeMarkdown(title)}`,
    linesOf(facts),
    escapeMarkdown(foot),
    ...tree.blocks.map((block) => blockMarkdown(block, tree.tableWord)),
  ];
  return new TextEncoder().encode(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function blockMarkdown(block: Block, tableWord: string): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${escapeMarkdown(block.number === null ? block.text : `${block.number} ${block.text}`)}`;
    case 'paragraph':
      return `${block.lead ? `**${escapeMarkdown(block.lead)}** ` : ''}${escapeMarkdown(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'marked-list':
      return linesOf(block.items.map(({ marker, text }) => `${marker} ${text}`));
    case 'table':
      return tableMarkdown(block, tableWord);
  }
}

function tableMarkdown({ number, caption, columns, rows }: TableBlock, tableWord: string): string {
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    escapeMarkdown(`${tableWord} ${number} — ${caption}`),
    '',
    row(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'center' ? ' :-: |' : ' --- |')).join('')}`,
    ...rows.map((cells) => row(columns.map((_, column) => cells[column] ?? ''))),
  ].join('\n');
}

/** Lines of one paragraph; two spaces at its end break a line. */
function linesOf(lines: readonly string[]): string {
  return lines.map(escapeMarkdown).join('  \n');
}

/** Marks anywhere, and at the start of a line what would begin a list or a heading (CommonMark 0.31, section 2.4). */
function escapeMarkdown(text: string): string {
  return clean(text)
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&!$]/g, '\\$&')
    .replace(/(https?|ftp|mailto|www)([:.])/gi, '$1\\$2')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}
