import { randomUUID } from 'node:crypto';
import type { AnswerMode } from '@lyceum/contracts/chatbot/message';
import type { AnswerStyle } from '@lyceum/contracts/chatbot/tutor-settings';
import type { Message } from '@lyceum/llm/language-model';
import type { AnswerRequest } from '../../conversing/message/message.entity.ts';
import type { PassageRow } from '../../knowing/passage/passage.entity.ts';
import type { History } from '../history/find-history.ts';
import { type Conceal, estimateTokens, toPromptJson } from '../prompt-text/prompt-text.ts';
import { toInstructions } from './instructions.ts';

/** Of all passages that are sent. */
const passageTokens = 6000;
const idLength = 6;

export interface Prompt {
  readonly messages: readonly Message[];
  /** What may be cited, by ids that are new each time: nobody can write one beforehand. */
  readonly sources: ReadonlyMap<string, PassageRow>;
}

interface Asked {
  readonly mode: AnswerMode;
  readonly request: AnswerRequest;
  readonly passages: readonly PassageRow[];
  readonly history: History;
  readonly style: AnswerStyle;
  readonly conceal: Conceal;
}

/** Instructions are ours alone; what others wrote is JSON in messages of the user. */
export function buildPrompt({ mode, request, passages, history: { summary, turns }, style, conceal }: Asked): Prompt {
  const { locale, question, quote, language, hint } = request;
  const sources = new Map<string, PassageRow>();
  for (const passage of cutToTokens(passages)) sources.set(createId(sources), passage);
  const shown = [...sources].map(([id, { headingPath, text }]) => ({ id, from: headingPath.join(' › '), text }));
  const asked = {
    passages: shown,
    ...(question && { question }),
    ...(quote && mode !== 'translate' && { quote }),
    ...(mode === 'translate' && { translate: quote || passages[0]?.text || question, language }),
    ...(hint && { task: hint.task, attempts: hint.attempts }),
  };
  return {
    sources,
    messages: [
      { role: 'system', content: toInstructions(mode, locale, { style, rung: hint?.rung }) },
      ...(summary ? [toData({ earlier: summary }, conceal)] : []),
      ...turns,
      toData(asked, conceal),
    ],
  };
}

const toData = (data: object, conceal: Conceal): Message => ({ role: 'user', content: toPromptJson(data, conceal) });

function createId(taken: ReadonlyMap<string, unknown>): string {
  const id = randomUUID().slice(0, idLength);
  return taken.has(id) ? createId(taken) : id;
}

function cutToTokens(passages: readonly PassageRow[]): PassageRow[] {
  let left = passageTokens;
  return passages.filter(({ text }) => {
    left -= estimateTokens(text);
    return left >= 0;
  });
}
