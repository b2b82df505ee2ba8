import { createHash } from 'node:crypto';
import MarkdownIt, { type Token } from 'markdown-it';
import { cleanHtml, createSlot } from './clean-html.ts';
import { escapeHtml } from './escape-html.ts';
import { addFormulas } from './formula-syntax.ts';

/** The longest text of a lesson. */
const maxMarkdown = 40_000;

/** What comes into cleaned HTML as it is. */
interface Writing {
  formula(tex: string, options: { display: boolean }): string;
  code(code: string, language: string): string;
}

const parser = new MarkdownIt({ html: true, linkify: true }).use(addFormulas);

/** Writes Markdown as cleaned HTML, in which formulas and blocks of code are written by others; too long a text as it is. */
export function markdownToHtml(markdown: string, writing: Writing): string {
  if (markdown.length > maxMarkdown) return `<p>${escapeHtml(markdown)}</p>`;
  const references = {};
  const tokens = parser.parse(markdown, references);
  const inner = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  limitReferences(inner, markdown.length);
  const trusted = new Map<string, string>();
  // A text cannot contain its own hash, so nobody but this function fills a slot.
  const hash = createHash('sha256').update(markdown).digest('hex');
  for (const token of inner) {
    alignByAttribute(token);
    const html = writeTrusted(token, writing);
    if (html === undefined) continue;
    const key = `${hash}-${trusted.size}`;
    trusted.set(key, html);
    token.type = 'html_inline';
    token.content = createSlot(key);
  }
  return cleanHtml(parser.renderer.render(tokens, parser.options, references), trusted, markdown);
}

function writeTrusted({ type, content, markup, info }: Token, writing: Writing): string | undefined {
  if (type === 'formula') return writing.formula(content, { display: markup === '$$' });
  if (type === 'fence') return writing.code(content, info.trim().split(/\s/)[0] ?? '');
  return type === 'code_block' ? writing.code(content, '') : undefined;
}

/** Styles are not allowed, and a table in Markdown aligns its columns by them. */
function alignByAttribute(token: Token): void {
  const style = token.attrGet('style');
  if (style !== null) token.attrs = [['align', String(style).replace('text-align:', '')]];
}

/** A long address that is defined once may be referred to thousands of times: all together come to ten times the text. */
function limitReferences(tokens: readonly Token[], length: number): void {
  let room = 1000 + 10 * length;
  for (const token of tokens) {
    for (const [, value] of token.attrs ?? []) room -= String(value).length;
    if (room < 0) token.attrs = null;
  }
}
