import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { locale, matching } from '../shared/fields.ts';

export const helpArticleNotFound = defineProblem('help_article.not_found', 404, {
  en: 'There is no such help article',
  ru: 'Такой статьи в справке нет',
});

const slug = matching(/^[a-z]+(?:-[a-z]+)*$/, 40, {
  en: 'The name of an article has lower-case Latin letters and hyphens',
  ru: 'Имя статьи пишется строчными латинскими буквами через дефис',
}).meta({ description: 'Names the article in every language', examples: ['signing-in'] });

const fields = {
  slug,
  language: locale.describe('Language it is written in: that of the caller'),
  title: z.string().describe('Its title'),
};

export const helpArticleListItem = z
  .object(fields)
  .meta({ id: 'HelpArticleListItem', description: 'An article of the help, in the list' });

export const helpArticle = z
  .object({
    ...fields,
    text: z.string().describe('What stands before its first heading, in Markdown'),
    sections: z
      .array(
        z.object({
          heading: z.string().describe('Its heading'),
          text: z.string().describe('Its text, in Markdown'),
        }),
      )
      .describe('Its sections, in order'),
  })
  .meta({ id: 'HelpArticle', description: 'An article of the help that comes with the platform' });

export type HelpArticle = z.output<typeof helpArticle>;

export const listHelpArticles = defineEndpoint('listHelpArticles', 'GET /chat/help-articles', {
  summary: 'Articles of the help, in the language of the caller',
  response: z.object({ items: z.array(helpArticleListItem).describe('All of them, by their titles') }),
});

export const getHelpArticle = defineEndpoint('getHelpArticle', 'GET /chat/help-articles/:slug', {
  summary: 'An article of the help, in the language of the caller; a citation of it has its name in `blockId`',
  params: z.strictObject({ slug }),
  response: helpArticle,
  errors: [helpArticleNotFound],
});
