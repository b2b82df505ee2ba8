import { courseTree } from '../../tree/course-tree.ts';
import { isScorm, scormReader } from './scorm-reader.ts';

const ns12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"';
const ns2004 =
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';

const metadata = (version: string) => `<metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>`;

const manifest12 = (items: string, resources: string, root = ns12) =>
  `<?xml version="1.0"?><manifest identifier="M" ${root}>${metadata('1.2')}<organizations default="O"><organization identifier="O">
  <title>Охрана труда</title>${items}</organization></organizations><resources>${resources}</resources></manifest>`;

const manifest2004 = (items: string, resources: string, version = '2004 4th Edition') =>
  `<?xml version="1.0"?><manifest identifier="M" ${ns2004}>${metadata(version)}<organizations default="O"><organization identifier="O">
  <title>Safety</title>${items}</organization></organizations><resources>${resources}</resources></manifest>`;

const item = (title: string, reference: string, inner = '', attributes = '') =>
  `<item identifier="I" identifierref="${reference}" ${attributes}><title>${title}</title>${inner}</item>`;
const sco = (id: string, href: string, inner = '') =>
  `<resource identifier="${id}" type="webcontent" adlcp:scormtype="sco" href="${href}">${inner}</resource>`;

function read(manifest: string, names: readonly string[], manifestName = 'imsmanifest.xml') {
  const all = [manifestName, ...names];
  const texts = new Map([[manifestName, Buffer.from(manifest)]]);
  expect(scormReader.listWanted(Buffer.from(manifest), all)).toEqual([manifestName]);
  return scormReader.read({ names: all, texts }, 'Пакет.zip');
}

/** Modules with what their lessons start, and what was found. */
function tell(...given: Parameters<typeof read>) {
  const result = read(...given);
  if ('failure' in result) return result.failure.en;
  expect(courseTree.safeParse(result.tree).error).toBeUndefined();
  return {
    modules: result.tree.modules.map(({ title, lessons }) => [
      title,
      ...lessons.map((lesson) => `${lesson.title}: ${lesson.content.type === 'scorm' ? lesson.content.launch : ''}`),
    ]),
    findings: result.findings.map(({ place, severity, message }) => `${severity} ${place}: ${message.en}`),
  };
}

/** What the first lesson is made of. */
function getContent(...given: Parameters<typeof read>) {
  const result = read(...given);
  if ('failure' in result) throw new Error(result.failure.en);
  return { ...result.tree.modules[0]?.lessons[0]?.content, courseFileId: '' };
}

describe('a package of SCORM 1.2', () => {
  it('becomes a course whose lessons start at places of its one file', () => {
    const result = read(manifest12(item('Введение', 'R'), sco('R', 'index.html')), ['index.html']);
    if ('failure' in result) throw new Error(result.failure.en);
    const { tree, findings, sources } = result;
    const [file] = tree.files;
    expect([tree.card.title, tree.card.language, file?.name, file?.type]).toEqual([
      ...['Охрана труда', 'ru', 'Пакет.zip', 'application/zip'],
    ]);
    expect(findings).toEqual([]);
    expect([...sources]).toEqual([[file?.id, 'archive']]);
    expect(tree.modules[0]?.lessons).toMatchObject([
      {
        ...{ title: 'Введение', required: true, completion: { rule: 'reported' } },
        content: { type: 'scorm', courseFileId: file?.id, edition: '1.2', launch: 'index.html', masteryScore: null },
      },
    ]);
  });

  it('keeps what its run-time is told', () => {
    const inner = `<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>
      <adlcp:timelimitaction>exit, message</adlcp:timelimitaction><adlcp:datafromlms>a=1&amp;b=2</adlcp:datafromlms>`;
    const manifest = manifest12(item('Тест', 'R', inner, 'parameters="?p=1"'), sco('R', 'a.html?x=1#top'));
    expect(getContent(manifest, ['a.html'])).toMatchObject({
      ...{ launch: 'a.html?x=1&p=1#top', masteryScore: 80, launchData: 'a=1&b=2' },
      timeLimit: { seconds: 1800, action: 'exit,message' },
    });
  });

  it('tells exactly what is lost and changed', () => {
    const items = [
      `<item identifier="G"><title>Раздел</title>${item('Первый', 'A')}${item('Второй', 'B', '<adlcp:prerequisites type="aicc_script">A</adlcp:prerequisites>')}</item>`,
      item('Скрытый', 'A', '', 'isvisible="false"'),
      item('Пустой', 'NONE'),
      `<item identifier="E"><title>Заголовок</title></item>`,
      item('Без файла', 'C'),
      item('Баллы', 'A', '<adlcp:masteryscore>много</adlcp:masteryscore>'),
      item('Я'.repeat(201), 'A'),
    ].join('');
    const resources = [
      sco('A', 'a.html', '<file href="a.html"/><file href="gone.css"/><dependency identifierref="B"/>'),
      sco('B', 'b.html', '<file href="gone.js"/><dependency identifierref="A"/>'),
      sco('C', 'c.html'),
    ].join('');
    const missing = 'Files it names that are not in the package: 2, such as';
    expect(tell(manifest12(items, resources), ['a.html', 'b.html'])).toEqual({
      modules: [
        [
          'Охрана труда',
          ...['Первый: a.html', 'Второй: b.html', 'Скрытый: a.html', 'Баллы: a.html', `${'Я'.repeat(200)}: a.html`],
        ],
      ],
      findings: [
        'changed 1. Раздел: Courses have no levels within a module: its parts stand in the module one after the other.',
        `lost 2. Первый: ${missing} “gone.css”.`,
        `lost 3. Второй: ${missing} “gone.js”.`,
        'changed 3. Второй: What is to be done before it is not taken over: lessons open by the rules of the course.',
        `lost 4. Скрытый: ${missing} “gone.css”.`,
        'changed 4. Скрытый: It was hidden. It is shown as a lesson that is not required.',
        'lost 5. Пустой: The resource it names is not in the manifest.',
        'lost 6. Заголовок: It has nothing that can be started.',
        'lost 7. Без файла: The file it starts with is not in the package.',
        `lost 8. Баллы: ${missing} “gone.css”.`,
        'changed 8. Баллы: The value of “masteryscore” means nothing and was left out.',
        `lost 9. ${'Я'.repeat(100)}: ${missing} “gone.css”.`,
        `changed 9. ${'Я'.repeat(100)}: Its title was cut to 200 characters.`,
      ],
    });
  });

  it('has a module for each organization, the default one first', () => {
    const organization = (id: string, title: string) =>
      `<organization identifier="${id}"><title>${title}</title>${item(`Part of ${title}`, 'R')}</organization>`;
    const manifest = `<manifest ${ns12}>${metadata('1.2')}<organizations default="B">${organization('A', 'Long')}${organization('B', 'Short')}</organizations><resources>${sco('R', 'r.html')}</resources></manifest>`;
    expect(tell(manifest, ['r.html'])).toMatchObject({
      modules: [
        ['Short', 'Part of Short: r.html'],
        ['Long', 'Part of Long: r.html'],
      ],
    });
  });
});

describe('a package of SCORM 2004', () => {
  it.each(['CAM 1.3', '2004 3rd Edition', '2004 4th Edition', '1.3'])('of the version %s is read', (version) => {
    expect(getContent(manifest2004(item('A', 'R'), sco('R', 'a.html'), version), ['a.html'])).toMatchObject({ edition: '2004' });
  });

  it('keeps the score, the progress and the time that its sequencing and its item ask for', () => {
    const inner = `<imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit="PT1H30M"/><imsss:objectives>
      <imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.755</imsss:minNormalizedMeasure></imsss:primaryObjective>
      </imsss:objectives></imsss:sequencing><adlcp:timeLimitAction>exit,no message</adlcp:timeLimitAction>
      <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.9"/><adlcp:dataFromLMS>seed</adlcp:dataFromLMS>`;
    const resource = '<resource identifier="R" adlcp:scormType="sco" href="a.html"/>';
    expect(getContent(manifest2004(item('A', 'R', inner), resource), ['a.html'])).toMatchObject({
      ...{ masteryScore: 75.5, completionThreshold: 0.9, launchData: 'seed' },
      timeLimit: { seconds: 5400, action: 'exit,no message' },
    });
  });

  it.each([
    ['free movement', '<imsss:controlMode choice="true" flow="true"/>', 0],
    ['no choice', '<imsss:controlMode choice="false" flow="true"/>', 1],
    ['one attempt', '<imsss:limitConditions attemptLimit="1"/>', 1],
    ['a rule', '<imsss:sequencingRules><imsss:preConditionRule/></imsss:sequencingRules>', 1],
  ])('with %s says whether the course opens otherwise', (_, rules, count) => {
    const inner = `<imsss:sequencing>${rules}</imsss:sequencing>`;
    expect(tell(manifest2004(item('A', 'R', inner), sco('R', 'a.html')), ['a.html'])).toMatchObject({
      findings: Array(count).fill(
        'changed 1. A: Its rules of sequencing are not followed: lessons open by the rules of the course.',
      ),
    });
  });

  it('shows an asset, which never reports anything, until it is opened', () => {
    const resource = '<resource identifier="R" adlcp:scormType="asset" href="a.pdf"/>';
    const result = read(manifest2004(item('A', 'R'), resource), ['a.pdf']);
    expect(result).toMatchObject({ tree: { modules: [{ lessons: [{ completion: { rule: 'opened', seconds: 0 } }] }] } });
  });
});

it.each<[tool: string, manifest: string, names: string[], launch: string]>([
  ['Articulate Storyline', manifest12(item('A', 'R'), sco('R', 'index_lms.html')), ['index_lms.html'], 'index_lms.html'],
  [
    'iSpring, with names in Russian',
    manifest12(item('A', 'R'), sco('R', 'res/%D1%83%D1%80%D0%BE%D0%BA.html')),
    ['res/урок.html'],
    'res/урок.html',
  ],
  [
    'Captivate, with an empty base',
    manifest12(item('A', 'R'), sco('R', 'index_scorm.html'), `${ns12} xml:base=""`),
    ['index_scorm.html'],
    'index_scorm.html',
  ],
  [
    'Adapt, packed with its folder',
    manifest12(item('A', 'R'), sco('R', 'index_lms.html')),
    ['course/index_lms.html'],
    'course/index_lms.html',
  ],
  [
    'hand, with a base',
    manifest12(item('A', 'R'), sco('R', 'a.html'), `${ns12} xml:base="content/en"`),
    ['content/en/a.html'],
    'content/en/a.html',
  ],
  ['hand on Windows', manifest12(item('A', 'R'), sco('R', 'Content\\Start.HTM')), ['content/start.htm'], 'content/start.htm'],
  ['hand, with a percent sign', manifest12(item('A', 'R'), sco('R', '100%.html')), ['100%.html'], '100%25.html'],
])('reads what %s makes', (tool, manifest, names, launch) => {
  const name = tool.includes('folder') ? 'course/imsmanifest.xml' : 'imsmanifest.xml';
  expect(tell(manifest, names, name)).toMatchObject({ modules: [[expect.any(String), `A: ${launch}`]], findings: [] });
});

const many = (count: number) => '<item identifierref="R"/>'.repeat(count);

describe('a hostile package', () => {
  it.each([
    ['a document type', `<!DOCTYPE m [<!ENTITY a "b">]><manifest ${ns12}/>`, 'DOCTYPE'],
    ['no XML', 'imsmanifest', 'not well-formed'],
    ['no SCORM', '<manifest><organizations/></manifest>', 'not SCORM 1.2'],
    ['questions', '<manifest xmlns:imsmd="x"><metadata><schema>QTI Package</schema></metadata></manifest>', 'not SCORM 1.2'],
    ['no organization', `<manifest ${ns12}><organizations/></manifest>`, 'Nothing in the package can be started.'],
    ['a path that leads out', manifest12(item('A', 'R'), sco('R', '../../etc/passwd')), 'out of the package'],
    ['an encoded one', manifest12(item('A', 'R'), sco('R', '%2e%2e/%2e%2e/etc/passwd')), 'out of the package'],
    ['a base that leads out', manifest12(item('A', 'R'), sco('R', 'a.html'), `${ns12} xml:base="../x/"`), 'out of the package'],
    ['an absolute path', manifest12(item('A', 'R'), sco('R', '/a.html')), 'out of the package'],
    ['a script', manifest12(item('A', 'R'), sco('R', 'javascript:alert(1)')), 'another address'],
    ['another address', manifest12(item('A', 'R'), sco('R', 'https://evil.example/a.html')), 'another address'],
    ['one without its protocol', manifest12(item('A', 'R'), sco('R', '//evil.example/a.html')), 'another address'],
    [
      'parameters without end',
      manifest12(item('A', 'R', '', `parameters="${'x'.repeat(3000)}"`), sco('R', 'a.html')),
      'too long',
    ],
    ['more items than anybody takes', manifest12(many(100_000), sco('R', 'a.html')), 'more than 5,000 items'],
    [
      'elements without end',
      `<manifest ${ns12}>${'<item>'.repeat(1000)}${'</item>'.repeat(1000)}</manifest>`,
      'nested too deeply',
    ],
  ])('of %s is refused with a reason', (_, manifest, reason) => {
    expect(tell(manifest, ['a.html'])).toEqual(expect.stringContaining(reason));
  });

  it('loses the lessons that a course has no room for', () => {
    const reported = tell(manifest12(many(501), sco('R', 'a.html')), ['a.html']);
    expect(reported).toMatchObject({ findings: [expect.stringContaining('at most 500 lessons')] });
  });

  it('is not read when its manifest is larger than any', () => {
    expect(scormReader.listWanted(Buffer.alloc(5_000_001), ['imsmanifest.xml'])).toMatchObject({ failure: expect.anything() });
  });
});

it.each([
  [manifest12('', ''), true],
  [manifest2004('', ''), true],
  ['<manifest><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>', false],
  ['<manifest><metadata><schema>QTI Package</schema></metadata></manifest>', false],
])('tells SCORM from other manifests (%#)', (manifest, expected) => {
  expect(isScorm(manifest)).toBe(expected);
});
