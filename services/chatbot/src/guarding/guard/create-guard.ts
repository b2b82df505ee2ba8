import type { Actor, Context } from '@lyceum/common/context';
import { DomainError, fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Redis } from '@lyceum/common/redis';
import { modeNotAllowed, textRefused, tutorSwitchedOff } from '@lyceum/contracts/chatbot/refusal';
import type { EffectiveTutorSettings, TutorMode } from '@lyceum/contracts/chatbot/tutor-settings';
import { raiseAlert } from '../alert/raise-alert.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Moderator } from '../moderation/moderator.ts';
import { createQuestionLimit } from '../question-limit/question-limit.ts';
import type { FoundSettings } from '../settings/find-settings.ts';
import type { SettingsCache } from '../settings/settings-cache.ts';
import { distressNotice } from './distress-notice.ts';

interface Admission extends OwnTransactions {
  readonly ctx: Context;
  readonly actor: Pick<Actor, 'id'>;
  /** Null of help. */
  readonly courseId: string | null;
  readonly conversationId: string | null;
  readonly mode: TutorMode;
  /** All that the person has written, the quotation they made included. */
  readonly text: string;
}

export interface Guard {
  /**
   * Whether somebody may ask this now: the last check before the question is written, as it counts. Fails with the `guardRefusals` of the
   * contract and notes that; `notice` is what to show beside the answer. Throws while Redis is away.
   */
  admit(admission: Admission): Promise<{ readonly notice: string | null; readonly settings: EffectiveTutorSettings }>;
  /** What holds for a course, or for help when it is null; at most five seconds old. */
  settings(
    ctx: Pick<Context, 'space' | 'now'>,
    courseId: string | null,
    read: OwnTransactions['read'],
  ): Promise<EffectiveTutorSettings>;
}

interface Needs {
  readonly redis: Redis;
  readonly prefix: string;
  readonly settings: SettingsCache;
  readonly moderator: Moderator;
}

/** The same refusal is noted once in this time, so that whoever asks on and on does not fill the table. */
const noteEveryMs = 60_000;

export function createGuard({ redis, prefix, settings: cache, moderator }: Needs): Guard {
  const countQuestion = createQuestionLimit(redis, prefix);

  async function noteRefusal({ ctx, actor, courseId, conversationId, transact }: Admission, code: string): Promise<void> {
    const key = `${prefix}:noted:${ctx.space}:${actor.id}:${courseId}:${code}`;
    if ((await redis.set(key, '', 'PX', noteEveryMs, 'NX')) === null) return;
    const entry = { personId: actor.id, action: 'question-refused', code, courseId, conversationId } as const;
    await transact((db) => recordAudit(db, ctx, entry));
  }

  async function requireAllowed(admission: Admission, found: FoundSettings): Promise<string | null> {
    const { ctx, actor, courseId, mode, text } = admission;
    const { effective } = found;
    if (!effective.enabled) throw fail(tutorSwitchedOff, { detail: found.space.enabled ? offInCourse : offInSpace });
    if (!effective.modes.includes(mode)) throw fail(modeNotAllowed, { detail: otherModes, reason: { modes: effective.modes } });
    await countQuestion({ ctx, personId: actor.id, courseId }, found);
    const { blocked, alert } = await moderator.check(text, effective);
    if (blocked !== null) throw fail(textRefused, { detail: refusedText });
    return alert;
  }

  return {
    async admit(admission) {
      const { ctx, actor, courseId, conversationId, read, transact } = admission;
      const found = await cache.get(ctx, courseId, read);
      const { effective: settings } = found;
      try {
        const phrase = await requireAllowed(admission, found);
        if (phrase === null) return { notice: null, settings };
        await transact((db) => raiseAlert(db, ctx, { personId: actor.id, courseId, conversationId, phrase }));
        return { notice: settings.helpText || distressNotice[ctx.locale], settings };
      } catch (error) {
        if (error instanceof DomainError) await noteRefusal(admission, error.problem.code);
        throw error;
      }
    },
    settings: async (ctx, courseId, read) => (await cache.get(ctx, courseId, read)).effective,
  };
}

const offInSpace = { en: 'The school has switched the tutor off.', ru: 'Школа выключила репетитора.' };
const offInCourse = {
  en: 'Those who teach this course have switched the tutor off in it.',
  ru: 'Преподаватели выключили репетитора в этом курсе.',
};
const otherModes = {
  en: 'The school or the teachers of the course do not allow this. Ask for something else.',
  ru: 'Школа или преподаватели курса этого не разрешают. Попросите о другом.',
};
const refusedText = {
  en: 'The school does not let the tutor talk about something that is in this text. Ask about the lesson in other words.',
  ru: 'В тексте есть то, о чём школа не разрешает говорить с репетитором. Спросите об уроке другими словами.',
};
