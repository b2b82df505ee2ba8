import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { OnBehalf } from '@lyceum/common/service-client';
import { listConversations, tutor } from '@lyceum/contracts/chatbot/conversation';
import { In } from 'typeorm';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { ConversationEntity } from '../conversation/conversation.entity.ts';
import { presentConversation } from '../conversation/find-conversation.ts';
import { findOpenLessons } from '../message/find-open-lessons.ts';
import { type ConversationMatch, findMatches } from './search-conversations.ts';

/** Courses that are asked whether their answers may be found; of further ones only what people wrote counts. */
const maxCourses = 20;

export function conversationListRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(
      listConversations,
      { access: tutor.ask },
      async ({ ctx, actor, query: { courseId, lessonId, q, ...page }, read }) => {
        const matches = q === undefined ? undefined : await read((db) => findMatches(db, actor.id, q));
        const ids = matches && (await listShown(gate, toPerson(ctx, actor), matches));
        return read(async (db) => {
          const own = db.createQueryBuilder(ConversationEntity, 'conversation').where({
            ...{ personId: actor.id },
            ...(courseId !== undefined && { courseId }),
            ...(lessonId !== undefined && { lessonId }),
            ...(ids && { id: In(ids) }),
          });
          const { rows, nextCursor } = await findPage(own, page, { property: 'lastMessageAt', direction: 'DESC' });
          return { items: rows.map(presentConversation), nextCursor };
        });
      },
    ),
  ];
}

/** Conversations with words that their reader may see now; each course is asked once. */
async function listShown(gate: StudyGate, reader: OnBehalf, matches: readonly ConversationMatch[]): Promise<string[]> {
  const fromLessons = matches.flatMap(({ courseId, lessonIds }) => (courseId !== null && lessonIds?.length ? courseId : []));
  const courseIds = [...new Set(fromLessons)].slice(0, maxCourses);
  const open = await Promise.all(courseIds.map((courseId) => findOpenLessons(gate, { at: 'course', courseId }, reader)));
  const openLessons = new Set(open.flatMap((lessons) => lessons ?? []));
  const isShown = ({ courseId, lessonIds }: ConversationMatch) =>
    courseId === null || (lessonIds ?? []).every((id) => openLessons.has(id));
  return [...new Set(matches.filter(isShown).map(({ id }) => id))];
}
