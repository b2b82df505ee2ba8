import { fail } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { type confusion, getConfusion, minConfusedPeople } from '@lyceum/contracts/chatbot/confusion';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { requireTeacher } from '../../gate/require-teacher.ts';
import type { Study, StudyGate } from '../../gate/study-gate.ts';
import { PassageEntity } from '../../knowing/passage/passage.entity.ts';
import { toPlace } from '../../knowing/passage/to-place.ts';
import { type ClusterSearch, selectClusters } from './select-clusters.ts';
import { selectWords } from './select-words.ts';

type Confusion = z.input<typeof confusion>;

const defaultMs = 90 * 86_400_000;
const excerptLength = 300;

export function confusionRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(getConfusion, { access: tutor.ask }, async ({ ctx, actor, params, query, read }) => {
      const { courseId } = params;
      const { lessonId, since } = query;
      const { lessons } = await requireTeacher(gate, courseId, ctx, actor);
      const searched = lessons.filter((lesson) => lessonId === undefined || lesson.lessonId === lessonId);
      if (lessonId !== undefined && searched.length === 0) throw fail(lessonNotFound);
      const from = since ?? new Date(ctx.now().getTime() - defaultMs).toISOString().slice(0, 10);
      const search = {
        ...{ courseId, lessonIds: searched.map((lesson) => lesson.lessonId), onlyLessons: lessonId !== undefined },
        ...{ since: new Date(`${from}T00:00:00.000Z`), exceptPersonId: actor.id },
      };
      return {
        ...{ from, minPeople: minConfusedPeople },
        passages: await read((db) => findPassageClusters(db, search, searched)),
        unanswered: await read((db) => findUnanswered(db, search, searched)),
      };
    }),
  ];
}

type Search = Omit<ClusterSearch, 'kind'>;

async function findPassageClusters(db: EntityManager, search: Search, lessons: Study['lessons']): Promise<Confusion['passages']> {
  const clusters = await selectClusters(db, { ...search, kind: 'passage' });
  const words = await selectWords(
    db,
    clusters.map(({ questionIds }) => questionIds),
  );
  const ids = clusters.flatMap(({ passageId }) => passageId ?? []);
  const passages = await db.findBy(PassageEntity, { id: In(ids), courseId: search.courseId });
  return clusters.flatMap(({ lessonId, place: cited, passageId, questions, people, down, notFound }, index) => {
    const passage = passages.find(({ id }) => id === passageId);
    const place = cited ?? (passage && toPlace(passage));
    if (!place) return [];
    return {
      ...{ place, lessonTitle: findTitle(lessons, lessonId) ?? '', excerpt: toExcerpt(passage?.text ?? '') },
      ...{ questions, people, down, notFound, words: words[index] ?? [] },
    };
  });
}

async function findUnanswered(db: EntityManager, search: Search, lessons: Study['lessons']): Promise<Confusion['unanswered']> {
  const clusters = await selectClusters(db, { ...search, kind: 'unanswered' });
  const words = await selectWords(
    db,
    clusters.map(({ questionIds }) => questionIds),
  );
  return clusters.map(({ lessonId, questions, people }, index) => ({
    ...{ lessonId, lessonTitle: findTitle(lessons, lessonId), questions, people, words: words[index] ?? [] },
  }));
}

const findTitle = (lessons: Study['lessons'], lessonId: string | null) =>
  lessons.find((lesson) => lesson.lessonId === lessonId)?.title ?? null;

const toExcerpt = (text: string) =>
  Array.from(text.slice(0, 2 * excerptLength))
    .slice(0, excerptLength)
    .join('');
