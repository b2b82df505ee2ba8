import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, text, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { explain } from '../shared/texts.ts';
import { courseNotFound } from './course.ts';
import { streak } from './streak.ts';

export const achievements = {
  manage: definePermission('achievements.manage', ['staff', 'admin']),
};

export const achievementNotFound = defineProblem('achievement.not_found', 404, {
  en: 'There is no such achievement',
  ru: 'Такого достижения нет',
});
export const achievementTooMany = defineProblem('achievement.too_many', 409, {
  en: 'A space has at most 200 achievements',
  ru: 'В пространстве может быть не больше 200 достижений',
});
export const achievementInactive = defineProblem('achievement.inactive', 409, {
  en: 'The achievement is switched off',
  ru: 'Достижение выключено',
});

export const maxAchievements = 200;

const conditionTypes = ['count', 'percent', 'first-attempt', 'within-days', 'days-in-row'] as const;

const percent = z.number().min(0).max(100);

const condition = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('count').describe('So many of these facts'),
      min: z.int().min(1).max(10_000).describe('How many'),
    }),
    z.strictObject({
      type: z.literal('percent').describe('A score'),
      min: percent.describe('At least so many percent'),
    }),
    z.strictObject({
      type: z.literal('first-attempt').describe('A score of the first attempt'),
      min: percent.describe('At least so many percent'),
    }),
    z.strictObject({
      type: z.literal('within-days').describe('Soon after the enrolment'),
      max: z.int().min(1).max(3650).describe('At most so many days of 24 hours later'),
    }),
    z.strictObject({
      type: z.literal('days-in-row').describe('Days of study one after the other'),
      min: z.int().min(1).max(365).describe('How many'),
    }),
  ])
  .meta({ id: 'AchievementCondition', description: 'What the fact has to be like' });

export const achievementFacts = ['lesson-completed', 'attempt-graded', 'course-completed', 'study-streak'] as const;

export type AchievementFact = (typeof achievementFacts)[number];

const conditionsByFact: Readonly<Record<AchievementFact, readonly (typeof conditionTypes)[number][]>> = {
  'lesson-completed': ['count', 'percent'],
  'attempt-graded': ['count', 'percent', 'first-attempt'],
  'course-completed': ['count', 'within-days'],
  'study-streak': ['days-in-row'],
};

const shownFields = {
  title: line(1, 100).meta({ description: 'Title of the achievement', examples: ['Первый урок'] }),
  description: text(0, 500).describe('What it is given for, in words'),
  icon: z.enum(['star', 'medal', 'trophy', 'flame', 'rocket', 'book', 'target', 'crown']).describe('Picture of its badge'),
  points: z.int().min(0).max(10_000).describe('What an award of it adds to the points of a person'),
  active: z.boolean().describe('Whether it is awarded'),
};

const ruleFields = {
  courseId: id.nullable().describe('Id of the only course whose facts count; null for any. Days of study belong to no course'),
  when: z.enum(achievementFacts).describe('The kind of fact it is given for'),
  condition: condition.describe('What the fact has to be like; each kind of fact has its own'),
  repeats: z
    .enum(['once', 'each'])
    .describe('Once a person, or each time: of `count` each time so many more are reached, of `days-in-row` once a run of days'),
};

export const achievement = z
  .object({
    ...shownFields,
    ...ruleFields,
    id: id.describe('Id of the achievement'),
    createdAt: timestamp.describe('When it was made: what happened before is awarded only when that is asked for'),
    version,
  })
  .meta({ id: 'Achievement', description: 'A rule by which people are awarded' });

export type Achievement = z.output<typeof achievement>;

export const listAchievements = defineEndpoint('listAchievements', 'GET /courses/achievements', {
  summary: 'All achievements by title; a space has at most 200',
  response: z.object({ items: z.array(achievement).describe('The achievements') }),
});

const defaults = {
  description: shownFields.description.default(''),
  icon: shownFields.icon.default('star'),
  active: shownFields.active.default(true),
};

export const createAchievement = defineEndpoint('createAchievement', 'POST /courses/achievements', {
  summary: 'Make an achievement; it is awarded for what happens from now on',
  body: z
    .strictObject({
      ...shownFields,
      ...ruleFields,
      ...defaults,
      courseId: ruleFields.courseId.default(null),
      repeats: ruleFields.repeats.default('once'),
    })
    .refine((body) => conditionsByFact[body.when].includes(body.condition.type), {
      path: ['condition'],
      ...explain({ en: 'This kind of fact has no such condition', ru: 'Для такого события нет такого условия' }),
    })
    .refine((body) => body.when !== 'study-streak' || body.courseId === null, {
      path: ['courseId'],
      ...explain({ en: 'Days of study belong to no course', ru: 'Дни занятий не относятся к одному курсу' }),
    }),
  response: achievement,
  status: 201,
  errors: [achievementTooMany, courseNotFound],
});

export const createExampleAchievements = defineEndpoint('createExampleAchievements', 'POST /courses/achievements/examples', {
  summary: 'Make five achievements to begin with, in the language of the caller; those whose titles are there stay as they are',
  response: z.object({ items: z.array(achievement).describe('The achievements with these titles') }),
  errors: [achievementTooMany],
});

const achievementId = z.strictObject({ achievementId: id.describe('Id of the achievement') });

export const updateAchievement = defineEndpoint('updateAchievement', 'PUT /courses/achievements/:achievementId', {
  summary: 'Change how an achievement looks, its points and whether it is awarded; what it is given for stays',
  params: achievementId,
  body: z.strictObject({ ...shownFields, ...defaults }),
  response: achievement,
  errors: [achievementNotFound],
  ifMatch: true,
});

export const deleteAchievement = defineEndpoint('deleteAchievement', 'DELETE /courses/achievements/:achievementId', {
  summary: 'Delete an achievement; what was awarded stays',
  params: achievementId,
  errors: [achievementNotFound],
  ifMatch: true,
});

export const applyAchievement = defineEndpoint('applyAchievement', 'POST /courses/achievements/:achievementId/apply', {
  summary: 'Award an achievement for what happened before it was made, too; a repeat awards what is missing',
  params: achievementId,
  response: achievement,
  status: 202,
  errors: [achievementNotFound, achievementInactive],
});

const award = z
  .object({
    id: id.describe('Id of the award'),
    achievementId: id.describe('Id of the achievement, which may be deleted by now'),
    courseId: id.nullable().describe('Id of the course it was earned in; null for days of study'),
    title: z.string().describe('Title of the achievement at that time'),
    icon: shownFields.icon,
    points: z.int().describe('Points of the achievement at that time'),
    earnedAt: timestamp.describe('When it was earned; of days in a row the day that made them enough'),
  })
  .meta({ id: 'Award', description: 'An achievement that was awarded' });

export type Award = z.output<typeof award>;

export const listOwnAwards = defineEndpoint('listOwnAwards', 'GET /courses/achievements/mine', {
  summary: 'One’s own awards, the last earned first, with all one’s points and one’s days in a row',
  query: pageQuery,
  response: page(award).extend({
    points: z.int().describe('Points of all awards, also of those on other pages'),
    streak: streak.describe('Days in a row on which one studied'),
  }),
});

export const achievementAwarded = defineEvent(
  'courses.achievement-awarded.v1',
  z.object({
    awardId: id,
    achievementId: id,
    personId: id,
    courseId: id.nullable(),
    title: z.string(),
    points: z.int(),
    occurredAt: timestamp,
  }),
);
