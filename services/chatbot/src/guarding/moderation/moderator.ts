import type { EffectiveTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';

/** Listed words that a text has, null when it has none of them. */
export interface Verdict {
  /** It is refused. */
  readonly blocked: string | null;
  /** It is taken, and staff hear of it. */
  readonly alert: string | null;
}

/** Looks at what people write to the tutor. A service of moderation may stand behind it, so it may take time. */
export interface Moderator {
  check(text: string, settings: Pick<EffectiveTutorSettings, 'moderation'>): Promise<Verdict>;
}
