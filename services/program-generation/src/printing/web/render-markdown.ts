import { clean } from '../../text/clean.ts';
import type { DocumentTree, PrintedElement, PrintedTable } from '../tree/document-tree.ts';

/** CommonMark with the tables of GitHub Flavored Markdown. What people wrote is text: none of it becomes markup. */
export function renderMarkdown(tree: DocumentTree): Uint8Array {
  const { organisation, organisationHint, details, approval, kind, title, facts, foot } = tree.titlePage;
  const parts = [
    joinLines([organisation || organisationHint, ...details]),
    joinLines(approval),
    escapeMarkdown(kind),
    `# ${escapeMarkdown(title)}`,
    joinLines(facts),
    escapeMarkdown(foot),
    ...tree.elements.map(elementMarkdown),
  ];
  return new TextEncoder().encode(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function elementMarkdown(element: PrintedElement): string {
  switch (element.type) {
    case 'heading':
      return `${'#'.repeat(element.level + 1)} ${escapeMarkdown(element.text)}`;
    case 'paragraph':
      return `${element.lead ? `**${escapeMarkdown(element.lead)}** ` : ''}${escapeMarkdown(element.text)}`;
    case 'list':
      return element.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'marked-list':
      return joinLines(element.items.map(({ marker, text }) => `${marker} ${text}`));
    case 'table':
      return tableMarkdown(element);
  }
}

function tableMarkdown({ caption, columns, rows }: PrintedTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    escapeMarkdown(caption),
    '',
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'center' ? ' :-: |' : ' --- |')).join('')}`,
    ...rows.map(({ cells }) => line(columns.map((_, column) => cells[column] ?? ''))),
  ].join('\n');
}

/** Lines of one paragraph; two spaces at its end break a line. */
function joinLines(lines: readonly string[]): string {
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
