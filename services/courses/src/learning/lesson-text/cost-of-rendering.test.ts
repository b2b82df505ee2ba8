import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { cleanHtml } from './clean-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { toPlainText } from './to-plain-text.ts';

const repeated = [
  '![[',
  '> ',
  '- ',
  '<b>',
  '<div>\n',
  '<a href="',
  '<!--',
  '</',
  '&',
  '*a ',
  '**',
  '_*',
  '~~a',
  '`a``',
  '[a](',
  '[a](<',
  '[x]: a\n',
  '[',
  '\\',
  'a\n',
  '$',
  '$a ',
  '$$ a\n',
  '$$\na\n\n',
  '$x$ ',
  '$$\n',
  '|a',
  'http://',
  'a@a.',
  '"',
  '<noscript>',
  '<iframe>',
  '<svg>',
  '<img alt="a" ',
  '{{1}}',
  '    a\n',
  '```\n',
  '<p>',
  '\u0301',
];
const composed: [string, (length: number) => string][] = [
  [
    'a table that fills up its rows',
    (length) => `${'|a'.repeat(length / 8)}\n${'|-'.repeat(length / 8)}\n${'x\n'.repeat(length / 4)}`,
  ],
  ['a long address referred to again and again', (length) => `[a]: <${'x'.repeat(length / 2)}>\n\n${'[a]'.repeat(length / 6)}`],
  ['brackets that close', (length) => '['.repeat(length / 2) + ']'.repeat(length / 2)],
  ['code in many fences', (length) => `\`\`\`csharp\n${'a b '.repeat(600)}\n\`\`\`\n`.repeat(length / 2500)],
  ['one long fence', (length) => `\`\`\`java\n${'_'.repeat(length)}`],
];
const cases = [
  ...repeated.map((part): [string, (length: number) => string] => [
    JSON.stringify(part),
    (length) => part.repeat(length / part.length),
  ]),
  ...composed,
];

describe('the work on a text', () => {
  it.each(cases)('grows no faster than the text: %s', async (_, build) => {
    const [small, large] = [build(9_900), build(39_600)];
    expect(await costGrowth(small, large, renderMarkdown)).toBeLessThan(maxGrowth);
    expect(await costGrowth(small, large, cleanHtml)).toBeLessThan(maxGrowth);
    expect(await costGrowth(small, large, (text) => toPlainText({ id: 'a', type: 'markdown', text }))).toBeLessThan(maxGrowth);
    expect(renderMarkdown(large).length).toBeLessThan(200 * large.length);
  });

  it('is not begun on a text that no lesson has', () => {
    expect(renderMarkdown(`${'*'.repeat(40_001)}<`)).toBe(`<p>${'*'.repeat(40_001)}&lt;</p>`);
  });
});
