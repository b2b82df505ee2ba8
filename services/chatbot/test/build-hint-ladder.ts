import { newId } from '@lyceum/common/database';
import type { TestActor } from '@lyceum/testing/actors';
import { HintLadderEntity, type HintLadderRow } from '../src/practising/hint-ladder/hint-ladder.entity.ts';
import { service } from './chatbot-service.ts';

/** A ladder of this person in their conversation, open and before its first hint unless it says otherwise. */
export async function buildHintLadder(
  as: TestActor,
  conversationId: string,
  overrides: Partial<HintLadderRow> = {},
): Promise<HintLadderRow> {
  const row: HintLadderRow = {
    ...{ id: newId(), conversationId, personId: as.id, task: 'Чем дефект отличается от сбоя?' },
    ...{ rung: 0, attempts: [], status: 'open', createdAt: service.clock.now() },
    ...overrides,
  };
  await service.rows((db) => db.insert(HintLadderEntity, row), as.space);
  return row;
}
