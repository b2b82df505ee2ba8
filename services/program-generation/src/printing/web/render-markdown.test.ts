import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { anyTexts, buildDocument, buildLetterhead, fillTexts, hostileTexts } from '../../../test/documents.ts';
import { programTree } from '../tree/program-tree.ts';
import { renderMarkdown } from './render-markdown.ts';

const date = new Date('2026-11-21T10:20:30.000Z');
const smallDocument = buildDocument({ modules: 1, topicsPerModule: 1, hours: 16 });

function toMarkdown(document: ProgramDocument, letterhead = buildLetterhead()): string {
  return new TextDecoder().decode(renderMarkdown(programTree({ document, letterhead, date })));
}

const escapedSign = /\\[!-/:-@[-`{-~]/g;
const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What begins a block at the start of a line, and every mark of a span or a cell that is not escapedSign (CommonMark 0.31, 2.4, 4, 5, 6). */
function findMarks(markdown: string): string[] {
  return markdown.split('\n').map((line) => {
    const bare = line.replaceAll(escapedSign, 'x');
    const block =
      /^ {0,3}(#{1,6}(?=[ \t]|$)|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)|>|\||={1,}\s*$|-{2,}\s*$|`{3}|~{3})| {4}|\t/.exec(
        bare,
      )?.[0] ?? '';
    const spans = bare.slice(block.length).replaceAll(/[^\\`*_[\]<>|~&$#]/g, '');
    const address = /https?:|www\.|ftp:|mailto:/i.test(bare) ? 'address' : '';
    return `${block}${spans}${address}${/ {2}$/.test(line) ? ' break' : ''}`;
  });
}

describe('renderMarkdown', () => {
  it('has the same marks whatever people wrote, and every text between them', () => {
    const harmless = fillTexts(smallDocument, ['слово']);
    const letterhead = fillTexts(buildLetterhead(), ['слово']);
    const marks = findMarks(toMarkdown(harmless, letterhead));
    const check = (texts: readonly string[]) => {
      const document = fillTexts(harmless, texts);
      const markdown = toMarkdown(document, fillTexts(letterhead, texts));
      expect(findMarks(markdown)).toEqual(marks);
      const printed = letters(markdown);
      for (const text of [document.title, document.aim, document.notice, document.audience]) {
        expect(printed).toContain(letters(text));
      }
    };
    for (const text of hostileTexts) check([text]);
    fc.assert(fc.property(anyTexts, check), { numRuns: 150 });
  });

  it('has a heading for every heading, of its level, and a row of cells for every row of every table', () => {
    const document = buildDocument();
    const tree = programTree({ document, letterhead: null, date });
    const lines = toMarkdown(document).split('\n');
    const headings = tree.elements.flatMap((element) => (element.type === 'heading' ? ['#'.repeat(element.level + 1)] : []));
    expect(lines.flatMap((line) => /^(##+) /.exec(line)?.[1] ?? [])).toEqual(headings);
    const tables = tree.elements.filter((element) => element.type === 'table');
    const widths = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').length - 2);
    expect(widths).toEqual(tables.flatMap(({ columns, rows }) => Array.from({ length: rows.length + 2 }, () => columns.length)));
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1);
  });

  it('writes ordinary text as it is', () => {
    const markdown = toMarkdown(buildDocument({ language: 'en' }), buildLetterhead('en'));
    expect(markdown).toContain('\n### 1.1 Aim of the programme\n');
    expect(markdown).toContain('**Lectures (');
  });
});
