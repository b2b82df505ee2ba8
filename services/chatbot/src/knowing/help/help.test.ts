import { randomUUID } from 'node:crypto';
import { getHelpArticle, type HelpArticle, listHelpArticles } from '@lyceum/contracts/chatbot/help-article';
import { getPassage } from '@lyceum/contracts/chatbot/message';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/chatbot-service.ts';
import { LessonVersionEntity, type LessonVersionRow } from '../lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../passage/help-course.ts';
import { PassageEntity } from '../passage/passage.entity.ts';
import { findPassages } from '../passage-search/find-passages.ts';
import { ensureHelp } from './ensure-help.ts';
import { listArticles } from './help-articles.ts';

afterEach(() => service.clock.reset());

const ensure = (space: string, locale: Locale = 'ru') =>
  service.rows((db) => ensureHelp(db, { space, locale, now: () => service.clock.now() }), space);

const toSpace = () => `school-${randomUUID().slice(0, 8)}`;

const listIds = async (space: string) =>
  (await service.rows((db) => db.findBy(LessonVersionEntity, { courseId: helpCourseId }), space)).map(({ id }) => id).toSorted();

describe('the articles', () => {
  it('are the same in both languages, section by section', () => {
    const toShape = ({ slug, sections }: HelpArticle) => [slug, sections.length];
    const [english, russian] = (['en', 'ru'] as const).map((language) => listArticles(language).map(toShape).toSorted());
    expect(english?.length).toBeGreaterThanOrEqual(12);
    expect(russian).toEqual(english);
  });

  it.each(['en', 'ru'] as const)('have sections in %s that are short enough to be quoted from', (language) => {
    for (const { text, sections } of listArticles(language)) {
      expect(text).not.toBe('');
      for (const section of sections) {
        const words = section.text.split(/\s+/).length;
        expect([section.heading, words > 8 && words <= 110]).toEqual([section.heading, true]);
        expect(section.text).not.toMatch(/[<>]|\]\(/);
      }
    }
  });
});

describe('GET /chat/help-articles', () => {
  it('lists them in the language of the caller, and shows each', async () => {
    const { status, body } = await service.call(listHelpArticles, { as: asUser({ locale: 'en' }) });
    expect([status, body.items.length]).toEqual([200, listArticles('en').length]);
    expect(body.items).toContainEqual({ slug: 'tutor', language: 'en', title: 'The tutor' });
    const params = { slug: 'tutor' };
    for (const [locale, title] of [['en', 'The tutor'] as const, ['ru', 'Репетитор'] as const]) {
      const article = await service.call(getHelpArticle, { as: asUser({ locale }), params });
      expect([article.status, article.body.title]).toEqual([200, title]);
      expect(article.body.sections[0].text).not.toBe('');
    }
  });

  it('answers 404 to a name that no article has, and 400 to what is no name', async () => {
    const ask = (slug: string) => service.call(getHelpArticle, { as: asUser(), params: { slug } });
    const unknown = await ask('no-such-article');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'help_article.not_found']);
    expect((await ask('..%2Fen')).status).toBe(400);
  });
});

describe('the help in a space', () => {
  it('is found by what is asked, in the language of the reader, and its citation opens', async () => {
    const space = toSpace();
    const versionIds = await ensure(space);
    await ensure(space, 'en');
    const { passages } = await service.rows(
      (db) =>
        findPassages(db, {
          ...{ courseId: helpCourseId, versionIds, nearVersionId: null, vector: null, limit: 3 },
          question: 'Сколько длится сеанс?',
        }),
      space,
    );
    const [passage] = passages;
    expect(passage).toMatchObject({
      headingPath: ['Справка', 'Регистрация и вход', 'Сколько длится сеанс'],
      blockId: 'signing-in',
    });
    const opened = await service.call(getPassage, { as: asUser({ space }), params: { passageId: passage?.id ?? '' } });
    expect(opened.body).toMatchObject({ place: { courseId: null, lessonId: null, blockId: 'signing-in', second: null } });
  });

  it('is indexed once, however many ask for it at the same time, in each space apart', async () => {
    const space = toSpace();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ensure(space)));
    expect(new Set(answers.map((ids) => ids.join())).size).toBe(1);
    const versionIds = answers[0] ?? [];
    expect(await listIds(space)).toEqual(versionIds.toSorted());
    const passages = await service.rows((db) => db.find(PassageEntity, { order: { versionId: 'ASC', position: 'ASC' } }), space);
    expect(passages).toHaveLength(listArticles('ru').reduce((sum, { sections }) => sum + sections.length + 1, 0));
    await ensure(space);
    const again = await service.rows((db) => db.find(PassageEntity, { order: { versionId: 'ASC', position: 'ASC' } }), space);
    expect(again).toEqual(passages);
    expect(await ensure(toSpace())).not.toEqual(versionIds);
  });

  it('leaves an earlier edition for a day, and takes it out with the next one', async () => {
    const space = toSpace();
    const now = service.clock.now();
    const earlier = (indexedAt: Date): LessonVersionRow => ({
      ...{ id: randomUUID(), courseId: helpCourseId, lessonId: randomUUID(), title: 'Вход', moduleTitle: 'Справка' },
      ...{ videoId: null, indexedAt, embeddingModel: null },
    });
    const [old, recent] = [earlier(new Date(now.getTime() - 86_400_001)), earlier(now)];
    const lesson = { ...earlier(old.indexedAt ?? now), courseId: randomUUID() };
    await service.rows((db) => db.insert(LessonVersionEntity, [old, recent, lesson]), space);
    const ids = await ensure(space);
    const english = await ensure(space, 'en');
    expect(await listIds(space)).toEqual([...ids, ...english, recent.id].toSorted());
    expect(await service.rows((db) => db.existsBy(LessonVersionEntity, { id: lesson.id }), space)).toBe(true);
  });
});
