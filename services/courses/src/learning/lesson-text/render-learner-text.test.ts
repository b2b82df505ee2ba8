import { renderLearnerText } from './render-learner-text.ts';

const link = '<a href="https://evil.example.org/a.png?x=1&amp;y=2" rel="noopener noreferrer nofollow">';

it.each([
  ['Markdown', '![схема](https://evil.example.org/a.png?x=1&y=2)', `<p>${link}схема</a></p>\n`],
  [
    'Markdown without words',
    '![](https://evil.example.org/a.png?x=1&y=2)',
    `<p>${link}https://evil.example.org/a.png?x=1&amp;y=2</a></p>\n`,
  ],
  ['HTML', '<img src="https://evil.example.org/a.png?x=1&y=2" alt="&lt;b&gt; \' >" onerror=x>', `${link}&lt;b&gt; ' &gt;</a>`],
  ['a reference', '![схема][1]\n\n[1]: https://evil.example.org/a.png?x=1&y=2', `<p>${link}схема</a></p>\n`],
  [
    'HTML within a title',
    '[a](https://a.org "<img src=https://b.org>")',
    '<p><a href="https://a.org" title="&lt;img src=https://b.org&gt;" rel="noopener noreferrer nofollow">a</a></p>\n',
  ],
  ['code', '`<img src="https://b.org">`', '<p><code>&lt;img src="https://b.org"&gt;</code></p>\n'],
])('a picture in %s is loaded by no reader', (_, markdown, html) => {
  expect(renderLearnerText(markdown)).toBe(html);
});
