import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { ConversationTopic } from '@lyceum/contracts/chatbot/conversation';
import { type AnswerMode, passageNotFound } from '@lyceum/contracts/chatbot/message';
import { questionEmpty } from '@lyceum/contracts/chatbot/refusal';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type EntityManager, In } from 'typeorm';
import type { ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import type { AnswerRequest, MessageRow } from '../../conversing/message/message.entity.ts';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { requestMissing } from '../../knowing/course-reading/request-missing.ts';
import { PassageEntity, type PassageRow } from '../../knowing/passage/passage.entity.ts';
import { findQuotation } from '../../knowing/quotation/find-quotation.ts';
import { findScope, type Scope } from '../grounding/find-scope.ts';
import type { Question } from './queue-answer.ts';
import { requireNoPending } from './require-no-pending.ts';

export interface Wish {
  readonly text: string;
  readonly mode: AnswerMode;
  readonly passageId: string | null;
  readonly quote: string;
  readonly language: Locale | null;
}

interface Asking extends OwnTransactions {
  readonly gate: StudyGate;
  readonly guard: Guard;
  readonly ctx: Context;
  readonly actor: Pick<Actor, 'id' | 'roles'>;
}

type Asked = Pick<ConversationRow, 'id' | 'topic' | 'courseId'>;

/**
 * Whether anything may be asked about a topic now: fails as the gate does, and with `tutor.quiz_open`. What is open and was not read yet
 * is read from now on.
 */
async function findOpenScope({ gate, ctx, actor, transact }: Asking, topic: ConversationTopic): Promise<Scope> {
  const scope = await findScope({ gate, ctx, transact, person: toPerson(ctx, actor) }, topic);
  const { courseId, study } = scope;
  if (study) await transact((db) => requestMissing(db, ctx, courseId, study));
  return scope;
}

/** Whether an answer may be written anew: as if it were asked again. */
export async function admitAgain(
  asking: Asking,
  conversation: Asked,
  { mode, request }: Pick<MessageRow, 'mode' | 'request'>,
): Promise<void> {
  await findOpenScope(asking, conversation.topic);
  await admitToGuard(asking, conversation, mode, request ? listWritten(request).join('\n') : '');
}

/** All that a person wrote of what is asked: the settings may have changed since. */
const listWritten = ({ question, quote, hint }: AnswerRequest) => [
  question,
  quote,
  ...(hint ? [hint.task, ...hint.attempts] : []),
];

function admitToGuard({ guard, gate: _gate, ...asking }: Asking, { id, courseId }: Asked, mode: AnswerMode, text: string) {
  return guard.admit({ ...asking, conversationId: id, courseId, mode, text });
}

/** What may be asked for without words, and in which words it is then shown to be asked: of the whole lesson or course. */
const wordless: Readonly<Record<ConversationTopic['at'], Readonly<Partial<Record<AnswerMode, Texts>>>>> = {
  lesson: {
    summarise: { en: 'Summarise the lesson', ru: 'Перескажи урок' },
    socratic: { en: 'Ask me about the lesson', ru: 'Задай мне вопросы по уроку' },
  },
  course: { summarise: { en: 'Summarise the course', ru: 'Перескажи курс' } },
  help: {},
};

const translation: Texts = { en: 'Translate the passage', ru: 'Переведи фрагмент' };

/** All that decides whether a question may be asked, and what of the lesson it is about. */
export async function admitQuestion(asking: Asking, conversation: Asked, wish: Wish): Promise<Question> {
  const { topic } = conversation;
  const scope = await findOpenScope(asking, topic);
  const { ctx, read } = asking;
  const { mode, passageId } = wish;
  const [text, quote] = [wish.text.trim(), wish.quote.trim()];
  const meant = wordless[topic.at][mode];
  if (!text && !quote && !passageId && !meant) throw fail(questionEmpty);
  if (passageId) {
    const passage = await read((db) => db.findOneBy(PassageEntity, { id: passageId, versionId: In([...scope.versionIds]) }));
    found(passage, passageNotFound);
  }
  const quoted = quote ? await read((db) => findQuoted(db, scope, passageId, quote)) : null;
  // Words that stand nowhere in the lesson are the learner's own.
  const isOwn = quote !== '' && quoted === null && mode !== 'translate';
  await read((db) => requireNoPending(db, conversation.id));
  // Last, as the question counts from then on.
  const { notice } = await admitToGuard(asking, conversation, mode, `${text}\n${quote}`);
  const shown = mode === 'translate' ? translation : meant;
  return {
    mode,
    text: [text || shown?.[ctx.locale], quote && `> ${quote.replaceAll('\n', '\n> ')}`].filter(Boolean).join('\n\n'),
    request: {
      question: isOwn ? `${text}\n${quote}`.trim() : text,
      passageId: quoted?.passage.id ?? passageId,
      quote: isOwn ? '' : (quoted?.words ?? quote),
      ...{ language: wish.language ?? ctx.locale, hint: null, notice },
    },
  };
}

async function findQuoted(
  db: EntityManager,
  { lessonVersionId, versionIds }: Scope,
  passageId: string | null,
  quote: string,
): Promise<{ passage: PassageRow; words: string } | null> {
  const versions = lessonVersionId === null ? [...versionIds] : [lessonVersionId];
  const where = passageId ? { id: passageId } : { versionId: In(versions) };
  for (const passage of await db.find(PassageEntity, { where, order: { position: 'ASC' }, take: 500 })) {
    const place = findQuotation(passage.text, quote);
    if (place) return { passage, words: passage.text.slice(place.from, place.to) };
  }
  return null;
}
