import { readdirSync, readFileSync } from 'node:fs';
import type { HelpArticle } from '@lyceum/contracts/chatbot/help-article';
import { type Locale, locales } from '@lyceum/contracts/shared/fields';

const folder = new URL('../../../help/', import.meta.url);

/** The articles that come with the platform: they are as constant as its code. */
const articles = new Map(locales.map((language) => [language, loadArticles(language)]));

/** By their titles. */
export const listArticles = (language: Locale): readonly HelpArticle[] => articles.get(language) ?? [];

function loadArticles(language: Locale): HelpArticle[] {
  const files = readdirSync(new URL(`${language}/`, folder)).filter((file) => file.endsWith('.md'));
  return files
    .map((file) => {
      const text = readFileSync(new URL(`${language}/${file}`, folder), 'utf8');
      return parseArticle(text, { slug: file.slice(0, -'.md'.length), language });
    })
    .toSorted((one, other) => one.title.localeCompare(other.title, language));
}

/** `# Title`, a few words, then sections under `## Heading`. Throws when it has no title. */
function parseArticle(markdown: string, names: Pick<HelpArticle, 'slug' | 'language'>): HelpArticle {
  const [head = '', ...parts] = markdown.normalize('NFC').split(/^## /m);
  const [title, text] = splitFirstLine(head);
  if (!title.startsWith('# ')) throw new Error(`the help article ${names.slug} in ${names.language} begins with no title`);
  const sections = parts.map((part) => {
    const [heading, body] = splitFirstLine(part);
    return { heading, text: body };
  });
  return { ...names, title: title.slice('# '.length), text, sections };
}

function splitFirstLine(text: string): [first: string, rest: string] {
  const [first = '', ...rest] = text.split('\n');
  return [first.trim(), rest.join('\n').trim()];
}
