import { element, parseXml, renderXml } from './xml.ts';

describe('XML', () => {
  it('is read back as it was written, whatever the text holds', () => {
    const key = `<a> & "b" 'c' \r\n\t\u0001 папка 😀 ]]>`;
    const root = element('Delete', [element('Object', [element('Key', key)]), element('Quiet', true), element('Empty', '')]);
    expect(parseXml(renderXml(root))).toEqual(root);
    expect(renderXml(root)).toContain('&#13;&#10;&#9;&#1; папка 😀');
  });

  it('is read with declaration, comments, attributes, CDATA, entities and empty elements', () => {
    const source = `<?xml version="1.0"?>\n<!-- c --><D xmlns="urn:x">\n<K a="b">&lt;&#65;&#x42;&amp;<![CDATA[<raw>]]></K><E/></D>\n`;
    expect(parseXml(source)).toEqual(element('D', [element('K', '<AB&<raw>'), element('E', '')]));
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>text',
    '<a>&unknown;</a>',
    '<a>&#x110000;</a>',
    '<a>&lt</a>',
    '<a <b/></a>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a>'.repeat(50) + '</a>'.repeat(50),
  ])('is refused when it is %j', (source) => {
    expect(() => parseXml(source)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
