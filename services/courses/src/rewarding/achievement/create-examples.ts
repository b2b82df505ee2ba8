import type { Context } from '@lyceum/common/context';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { type EntityManager, In } from 'typeorm';
import { AchievementEntity, type AchievementRow } from './achievement.entity.ts';
import { insertAchievement, lockAchievements, type NewAchievement } from './insert-achievement.ts';

type Example = Pick<NewAchievement, 'when' | 'condition' | 'points' | 'icon' | 'repeats'> &
  Record<Locale, Pick<NewAchievement, 'title' | 'description'>>;

const examples: readonly Example[] = [
  {
    ...{ when: 'lesson-completed', condition: { type: 'count', min: 1 }, points: 10, icon: 'star', repeats: 'once' },
    en: { title: 'First step', description: 'The first lesson is finished.' },
    ru: { title: 'Первый шаг', description: 'Пройден первый урок.' },
  },
  {
    ...{ when: 'lesson-completed', condition: { type: 'count', min: 10 }, points: 20, icon: 'book', repeats: 'each' },
    en: { title: 'Ten lessons', description: 'Ten more lessons are finished.' },
    ru: { title: 'Десять уроков', description: 'Пройдены ещё десять уроков.' },
  },
  {
    ...{ when: 'attempt-graded', condition: { type: 'first-attempt', min: 90 }, points: 30, icon: 'target', repeats: 'each' },
    en: { title: 'At the first attempt', description: 'The first attempt at a quiz has earned at least 90 percent.' },
    ru: { title: 'С первой попытки', description: 'Первая попытка теста оценена не ниже 90 процентов.' },
  },
  {
    ...{ when: 'study-streak', condition: { type: 'days-in-row', min: 7 }, points: 50, icon: 'flame', repeats: 'each' },
    en: { title: 'A week in a row', description: 'There was study on seven days in a row.' },
    ru: { title: 'Неделя подряд', description: 'Занятия шли семь дней подряд.' },
  },
  {
    ...{ when: 'course-completed', condition: { type: 'count', min: 1 }, points: 100, icon: 'trophy', repeats: 'each' },
    en: { title: 'Course finished', description: 'All required lessons of a course are finished.' },
    ru: { title: 'Курс пройден', description: 'Пройдены все обязательные уроки курса.' },
  },
];

/** Makes those whose titles the space does not have yet, and returns all that have them. */
export async function createExamples(db: EntityManager, ctx: Context): Promise<AchievementRow[]> {
  await lockAchievements(db);
  const known = await db.findBy(AchievementEntity, { title: In(examples.map((example) => example[ctx.locale].title)) });
  const titles = new Set(known.map(({ title }) => title));
  const rows = [...known];
  for (const { en, ru, ...rule } of examples) {
    const texts = { en, ru }[ctx.locale];
    if (titles.has(texts.title)) continue;
    rows.push(await insertAchievement(db, ctx, { ...rule, ...texts, courseId: null, active: true }));
  }
  return rows;
}
