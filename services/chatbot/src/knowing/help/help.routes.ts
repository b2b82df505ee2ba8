import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { getHelpArticle, helpArticleNotFound, listHelpArticles } from '@lyceum/contracts/chatbot/help-article';
import { listArticles } from './help-articles.ts';

export const helpRoutes = [
  route(listHelpArticles, { access: tutor.ask }, async ({ ctx }) => ({ items: [...listArticles(ctx.locale)] })),

  route(getHelpArticle, { access: tutor.ask }, async ({ ctx, params: { slug } }) =>
    found(listArticles(ctx.locale).find((article) => article.slug === slug) ?? null, helpArticleNotFound),
  ),
];
