import {
  buildItem,
  buildManifest,
  buildResource,
  type PackageEntries,
  readCourse,
  readPackage,
  toLines,
} from '../../../../test/build-cartridge.ts';
import { courseTree } from '../../tree/course-tree.ts';

const page = '<html><body><p>Text</p></body></html>';
const link = (href: string) => `<webLink><title>L</title><url href="${href}"/></webLink>`;

it.each<[string, PackageEntries, string]>([
  ['no manifest', { 'a.html': page }, 'no “imsmanifest.xml”'],
  ['another root', { 'imsmanifest.xml': '<course/>' }, 'no “imsmanifest.xml” of a Common Cartridge'],
  ['a broken manifest', { 'imsmanifest.xml': '<manifest><a></manifest>' }, 'not well-formed'],
  ['a document type', { 'imsmanifest.xml': '<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>' }, 'document type'],
  [
    'a manifest of many levels',
    { 'imsmanifest.xml': `${'<item>'.repeat(50_000)}${'</item>'.repeat(50_000)}` },
    'nested too deeply',
  ],
  [
    'a manifest of 4 MB',
    { 'imsmanifest.xml': buildManifest({ items: '<item><title>t</title></item>'.repeat(150_000) }) },
    'larger than 4 MB',
  ],
  [
    'an authorization',
    {
      'imsmanifest.xml': buildManifest({
        metadata: '<a:authorizations xmlns:a="x" access="cartridge"><a:cartridgeId/></a:authorizations>',
      }),
    },
    'protected',
  ],
  [
    'a protected resource',
    { 'imsmanifest.xml': buildManifest({ resources: '<resource identifier="a" type="webcontent" auth:protected="true"/>' }) },
    'protected',
  ],
  ['encryption', { 'imsmanifest.xml': buildManifest({}), 'META-INF/encryption.xml': '' }, 'protected'],
])('gives the reason when a package has %s', (_, entries, reason) => {
  expect(readPackage(entries)).toEqual({ failure: { en: expect.stringContaining(reason), ru: expect.stringMatching(/[а-я]/) } });
});

it.each<[string, string, string]>([
  ['leaves the package', '../../etc/passwd', 'lacks its file'],
  ['is absolute', '/etc/passwd', 'lacks its file'],
  ['has a scheme', 'file:///etc/passwd', 'lacks its file'],
  ['leads to another site', 'https://example.org/a.html', 'lacks its file'],
  ['names no entry', 'none.html', 'lacks its file'],
  ['is not encoded rightly', '%E0%A4%A', 'lacks its file'],
])('loses a lesson alone whose address %s', (_, href, reason) => {
  const items = buildItem('M', undefined, buildItem('Bad', 'r1'), buildItem('Good', 'r2'));
  const resources = buildResource('r1', 'webcontent', href) + buildResource('r2', 'webcontent', 'a.html');
  const read = readCourse({ 'imsmanifest.xml': buildManifest({ items, resources }), 'a.html': page });
  expect(read.tree.modules.map(({ lessons }) => lessons.map(({ title }) => title))).toEqual([['Good']]);
  expect(toLines(read)).toEqual([expect.stringContaining(`lost | M / Bad | The package ${reason}`)]);
});

it.each<[string, string, string, string]>([
  ['a link that runs', 'imswl_xmlv1p1', link('javascript:alert(1)'), 'no address'],
  ['a link of another kind', 'imswl_xmlv1p1', '<topic/>', 'of another kind'],
  ['a broken link', 'imswl_xmlv1p1', '<webLink>', 'not well-formed'],
  ['a link with a document type', 'imswl_xmlv1p1', `<!DOCTYPE a>${link('https://example.org')}`, 'document type'],
  ['bytes that are no text', 'imsdt_xmlv1p1', '\0', 'not a text'],
  ['a text of 3 MB', 'webcontent', 'a'.repeat(3_000_000), 'larger than 2 MB'],
  ['a tool', 'imsbasiclti_xmlv1p0', '<cartridge_basiclti_link/>', 'Tools of other sites'],
  ['a kind that nobody knows', 'imsipb_xmlv1p0', '<x/>', 'no counterpart for the kind “imsipb_xmlv1p0”'],
  ['a quiz without questions', 'imsqti_xmlv1p2/imscc_xmlv1p1/assessment', '<questestinterop/>', 'None of its questions'],
])('loses %s with its reason', (_, type, text, reason) => {
  const items = buildItem('M', undefined, buildItem('Bad', 'r1'));
  const entries = { 'imsmanifest.xml': buildManifest({ items, resources: buildResource('r1', type, 'a.html') }), 'a.html': text };
  const read = readCourse(entries);
  expect(read.tree.modules).toMatchObject([{ title: 'M', lessons: [] }]);
  expect(toLines(read)).toEqual([expect.stringContaining(reason)]);
});

it('keeps to the first of two resources with one identifier, whatever that is', () => {
  const items = buildItem('M', undefined, buildItem('A', '__proto__'), buildItem('B', 'constructor'));
  const resources = buildResource('__proto__', 'webcontent', 'a.html') + buildResource('__proto__', 'webcontent', 'b.html');
  const read = readCourse({ 'imsmanifest.xml': buildManifest({ items, resources }), 'a.html': page, 'b.html': page });
  expect(read.tree.modules[0]?.lessons.map(({ title }) => title)).toEqual(['A']);
  expect(toLines(read)).toEqual([
    'lost | b.html | Another part of the package has the same identifier.',
    'lost | M / B | The package does not say what belongs here.',
  ]);
});

it('follows no circle of dependencies and of pages', () => {
  const items = buildItem('M', undefined, buildItem('A', 'r1'), buildItem('B', 'r2'));
  const resources =
    buildResource('r1', 'webcontent', 'a.html', '<dependency identifierref="r2"/>') +
    buildResource('r2', 'webcontent', 'b.html', '<dependency identifierref="r1"/><dependency identifierref="r2"/>');
  const entries = { 'a.html': '<a href="b.html">b</a>', 'b.html': '<a href="a.html">a</a>' };
  const read = readCourse({ 'imsmanifest.xml': buildManifest({ items, resources }), ...entries });
  expect(read.tree.modules[0]?.lessons).toHaveLength(2);
  expect(read.findings.map(({ severity }) => severity)).toEqual(['changed', 'changed']);
});

it('stops at the limits of a course, and of findings', () => {
  const many = (count: number, write: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => write(index)).join('');
  const entries = { 'a.html': page };
  const wide = buildManifest({
    items: many(120, (m) =>
      buildItem(
        `M${m}`,
        undefined,
        many(20, (l) => buildItem(`L${l}`, 'r1')),
      ),
    ),
    resources: buildResource('r1', 'webcontent', 'a.html'),
  });
  const lost = buildManifest({
    items: buildItem(
      'M',
      undefined,
      many(800, (l) => buildItem(`L${l}`, 'none')),
    ),
    resources: many(1_000, (r) => buildResource('r', 'webcontent', `${r}`)),
  });
  const read = [wide, lost].map((manifest) => readCourse({ 'imsmanifest.xml': manifest, ...entries }));
  expect(read.map(({ tree }) => courseTree.safeParse(tree).success)).toEqual([true, true]);
  expect(read[0]?.tree.modules.flatMap(({ lessons }) => lessons)).toHaveLength(500);
  expect(toLines(read[0] ?? { findings: [] })).toEqual([
    'lost | package | A course has at most 500 lessons in 100 modules: the rest is left out.',
  ]);
  expect(read[1]?.findings).toHaveLength(1_000);
});

it('keeps a page of any length in blocks that a lesson takes, and takes names of any length', () => {
  const entries = {
    'a.html': `<body><div>${'<p>Абзац & <b>b</b></p>'.repeat(3_000)}</div><script>alert(1)</script></body>`,
    'b.html': `<p>${'&lt;'.repeat(60_000)}</p>`,
    'c.html': `<div>${'<b>'.repeat(1_100)}x`,
  };
  const long = 'Имя'.repeat(200);
  const items = buildItem(long, undefined, buildItem(long, 'a'), buildItem('b', 'b'), buildItem('c\u0007', 'c'));
  const resources = ['a', 'b', 'c'].map((name) => buildResource(name, 'webcontent', `${name}.html`)).join('');
  const { tree, findings } = readCourse({
    'imsmanifest.xml': buildManifest({ items: items.replaceAll('\u0007', ''), resources }),
    ...entries,
  });
  const [first, second, third] =
    tree.modules[0]?.lessons.map(({ content }) => (content.type === 'text' ? content.blocks : [])) ?? [];
  expect(first?.map((block) => block.type === 'html' && /^<p>.*<\/p>$/s.test(block.html))).toEqual(
    Array.from({ length: 5 }, () => true),
  );
  expect(second?.length).toBeGreaterThan(3);
  expect(third).toHaveLength(1);
  expect(tree.modules[0]?.title).toHaveLength(200);
  expect(findings.map(({ message }) => message.en)).toEqual([
    expect.stringContaining('Scripts'),
    'A very long part of the text lost its markup.',
  ]);
});
