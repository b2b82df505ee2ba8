import { renderBlock } from './render-block.ts';
import { renderMarkdown } from './render-markdown.ts';
import { toPlainText } from './to-plain-text.ts';

const formulas = (html: string) => [...html.matchAll(/<annotation[^>]*>([^<]*)</g)].map(([, tex]) => tex);

describe('renderMarkdown', () => {
  it.each([
    ['# Заголовок', '<h1>Заголовок</h1>'],
    ['~~нет~~ **да**', '<p><s>нет</s> <strong>да</strong></p>'],
    ['[a](/files/1)', '<p><a href="/files/1" rel="noopener noreferrer nofollow">a</a></p>'],
    ['https://a.test', '<p><a href="https://a.test" rel="noopener noreferrer nofollow">https://a.test</a></p>'],
    ['main.py', '<p>main.py</p>'],
    ['![а](https://a.test/b.png)', '<p><img src="https://a.test/b.png" alt="а" referrerpolicy="no-referrer" /></p>'],
    ['до ![а](http://a.test/b.png) после', '<p>до  после</p>'],
    ['<b onclick="x()">a</b>', '<p><b>a</b></p>'],
    ['    a < b', '<pre><code>a &lt; b\n</code></pre>'],
    ['```никакой\na < b\n```', '<pre><code>a &lt; b\n</code></pre>'],
    ['```json\n1\n```', '<pre><code><span class="hljs-number">1</span>\n</code></pre>'],
    ['<div>\n\n```json x\n1\n```\n\n</div>', '<div>\n<pre><code><span class="hljs-number">1</span>\n</code></pre></div>'],
  ])('makes of %j the HTML of it', (markdown, html) => {
    expect(renderMarkdown(markdown).trim()).toBe(html);
  });

  it('aligns the columns of a table without styles', () => {
    expect(renderMarkdown('|a|b|\n|-|-:|\n|1|2|')).toContain('<td>1</td>\n<td align="right">2</td>');
  });

  it.each<[string, string[]]>([
    ['$x$', ['x']],
    ['пусть $a_1$ и $b$, тогда', ['a_1', 'b']],
    ['$$a\n= b$$', ['a\n= b']],
    ['$$\na\n- b\n$$\nдалее', ['a\n- b']],
    ['текст\n$$\n+ b\n$$', ['+ b']],
    ['> - $$\n>   x\n>   $$', ['x']],
    ['до $$x$$ после', ['x']],
    ['$a\\$b$', ['a\\$b']],
    ['**$x*y*z$**', ['x*y*z']],
    ['$a < b$', ['a &lt; b']],
    ['$5 и $10', []],
    ['$5, $6 и $7', []],
    ['\\$x$', []],
    ['$ x$ $x $', []],
    ['$x$5', []],
    ['`$x$`', []],
    ['```\n$x$\n```', []],
    ['$$\nx\n\ny\n$$', []],
    ['$$ $$', []],
    ['$$x', []],
    ['    $$\n    x\n    $$', []],
  ])('finds in %j the formulas %j', (markdown, found) => {
    expect(formulas(renderMarkdown(markdown))).toEqual(found);
  });

  it.each(['\\frac', '\\неизвестно', '\\def\\a{b}\\a', '{'.repeat(900)])('shows the source of what is no formula: %j', (tex) => {
    expect(renderMarkdown(`$${tex}$`).trim()).toBe(`<p><code>${tex}</code></p>`);
  });

  it('sets a formula between two dollars in a line of its own', () => {
    expect(renderMarkdown('$$x$$')).toContain('display="block"');
    expect(renderMarkdown('$x$')).not.toContain('display="block"');
  });
});

describe('renderBlock', () => {
  it('cleans HTML', () => {
    expect(renderBlock({ id: 'a', type: 'html', html: '<p id=x>a<script>b</script>' })).toBe('<p>a</p>');
  });

  it('writes a table with its caption, and fills up short rows', () => {
    const html = renderBlock({
      id: 'a',
      type: 'table',
      caption: 'a & b',
      header: ['**x**', 'y'],
      rows: [['- 1\n- 2'], ['1', '2', '3']],
    });
    expect(html.replaceAll('\n', '')).toBe(
      '<table><caption>a &amp; b</caption><thead><tr><th><strong>x</strong></th><th>y</th></tr></thead><tbody>' +
        '<tr><td><ul><li>1</li><li>2</li></ul></td><td></td></tr><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>',
    );
  });

  it.each([
    ['', false],
    ['a < b', true],
  ])('writes a formula with its caption, if any: %j', (caption, shown) => {
    const html = renderBlock({ id: 'a', type: 'formula', tex: 'x', caption });
    expect(html).toMatch(/^<figure><span class="katex"><math/);
    expect(html.includes('<figcaption>a &lt; b</figcaption>')).toBe(shown);
  });

  it.each(['typescript', 'ts', 'TS'])('colours code of a language by any of its names: %s', (language) => {
    expect(renderBlock({ id: 'a', type: 'code', language, code: 'let a' })).toContain('<span class="hljs-keyword">let</span>');
  });

  it('leaves long code and that of other languages without colours', () => {
    expect(renderBlock({ id: 'a', type: 'code', language: 'brainfuck', code: '<>' })).toBe('<pre><code>&lt;&gt;</code></pre>');
    expect(renderBlock({ id: 'a', type: 'code', language: 'ts', code: 'let a;'.repeat(1000) })).not.toContain('span');
  });
});

describe('toPlainText', () => {
  it.each<[Parameters<typeof toPlainText>[0], string]>([
    [
      { id: 'a', type: 'markdown', text: '# Ряд\n\nСумма $\\frac{a}{b} < 1$ &amp; **пре**дел.' },
      'Ряд Сумма \\frac{a}{b} < 1 & предел.',
    ],
    [
      { id: 'a', type: 'markdown', text: '- a\n- ![рисунок "x"](https://a.test/b.png)\n\n```ts\nlet a < 1\n```' },
      'a рисунок "x" let a < 1',
    ],
    [
      { id: 'a', type: 'html', html: '<td>a</td><td>b</td><p>c<br>d&nbsp;&lt;e&gt; &amp;lt;</p><style>f</style>' },
      'a b c d <e> &lt;',
    ],
    [{ id: 'a', type: 'code', language: '', code: 'a\n  <b>' }, 'a <b>'],
    [{ id: 'a', type: 'formula', tex: 'a < b', caption: 'неравенство' }, 'a < b неравенство'],
    [{ id: 'a', type: 'table', caption: 'К', header: ['*a*', ''], rows: [['b'], ['c']] }, 'К a b c'],
  ])('takes the words out of %j', (block, text) => {
    expect(toPlainText(block)).toBe(text);
  });
});
