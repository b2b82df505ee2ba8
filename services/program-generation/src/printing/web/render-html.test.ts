import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { anyTexts, buildDocument, buildLetterhead, fillTexts, hostileTexts, redSquare } from '../../../test/documents.ts';
import { programTree } from '../tree/program-tree.ts';
import { renderHtml } from './render-html.ts';

const date = new Date('2026-11-21T10:20:30.000Z');
const smallDocument = buildDocument({ modules: 1, topicsPerModule: 1, hours: 16 });

function toHtml(document: ProgramDocument, letterhead = buildLetterhead()): string {
  return new TextDecoder().decode(renderHtml(programTree({ document, letterhead, date })));
}

const findTags = (html: string) => html.match(/<[^>]*>?/g) ?? [];
const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}\p{S}]/gu, '');

function toText(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replaceAll(/<[^>]*>/g, '').replaceAll(/&([^;]*);/g, (_, name: string) => named[name] ?? '\uFFFD');
}

describe('renderHtml', () => {
  it('has the same tags and attributes whatever people wrote, and every text between them', () => {
    const harmless = fillTexts(smallDocument, ['слово']);
    const letterhead = fillTexts(buildLetterhead(), ['слово']);
    const tags = findTags(toHtml(harmless, letterhead));
    const check = (texts: readonly string[]) => {
      const document = fillTexts(harmless, texts);
      const html = toHtml(document, fillTexts(letterhead, texts));
      expect(findTags(html)).toEqual(tags);
      expect(html.match(/&(?!(amp|lt|gt|quot|#39);)/g)).toBeNull();
      const printed = letters(toText(html));
      for (const text of [document.title, document.aim, document.notice, document.audience]) {
        expect(printed).toContain(letters(text));
      }
    };
    for (const text of hostileTexts) check([text]);
    fc.assert(fc.property(anyTexts, check), { numRuns: 150 });
  });

  it.each(['ru', 'en'] as const)('holds no script, no handler and loads nothing from elsewhere in %s', (language) => {
    const html = toHtml(buildDocument({ language }), buildLetterhead(language));
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain("default-src 'none'");
    const tags = findTags(html);
    expect(tags.filter((tag) => /^<(script|iframe|object|embed|link|base|form|svg)\b/i.test(tag))).toEqual([]);
    expect(tags.filter((tag) => /\son[a-z]+=/i.test(tag))).toEqual([]);
    const addresses = tags.flatMap((tag) => [...tag.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address = '']) => address));
    expect(addresses.filter((address) => !address.startsWith('#'))).toEqual([`data:image/png;base64,${redSquare}`]);
  });

  it('closes what it opens, and its contents lead to every heading', () => {
    const html = toHtml(buildDocument());
    const open: string[] = [];
    for (const tag of findTags(html)) {
      const [, end, name = ''] = /^<(\/?)([a-z0-9!]+)/.exec(tag) ?? [];
      if (end) expect(open.pop()).toBe(name);
      else if (!['!doctype', 'meta', 'img'].includes(name)) open.push(name);
    }
    expect(open).toEqual([]);
    const headings = [...html.matchAll(/<h[2-4] id="(h\d+)"[^>]*>(.*?)<\/h/g)].map(([, id, text]) => [id, text]);
    const entries = [...html.matchAll(/<a href="#(h\d+)">(.*?)<\/a>/g)].map(([, id, text]) => [id, text]);
    expect(entries).toEqual(headings);
    expect(headings.length).toBeGreaterThan(20);
  });

  it('leaves a line to fill in where neither document nor letterhead names the organisation', () => {
    const { titleBlock } = smallDocument;
    const html = toHtml(
      { ...smallDocument, titleBlock: { ...titleBlock, organisation: '' } },
      { ...buildLetterhead(), organisation: '' },
    );
    expect(html).toContain('(наименование организации)');
  });
});
