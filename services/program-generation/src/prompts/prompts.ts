import { newId } from '@lyceum/common/database';
import { requireVersion } from '@lyceum/common/http';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import type { BasePrompts } from './load-prompts.ts';
import { PromptOverrideEntity, type PromptOverrideRow } from './prompt-override.entity.ts';

/** The texts of all prompts of a language as they hold in the space. */
export async function readPrompts(db: EntityManager, base: BasePrompts, language: Locale): Promise<(name: PromptName) => string> {
  const overrides = await db.findBy(PromptOverrideEntity, { language });
  return (name) => overrides.find((override) => override.name === name)?.text ?? base(name, language).text;
}

interface Change {
  readonly name: PromptName;
  readonly language: Locale;
  /** Null for the text of the platform. */
  readonly text: string | null;
  readonly baseVersion: number;
  readonly ifMatch: readonly number[] | undefined;
}

/** Answers 412 when the caller has read another version; of two changes at once the later sees the earlier. */
export async function changePrompt(db: EntityManager, change: Change): Promise<PromptOverrideRow> {
  const { name, language, text, baseVersion, ifMatch } = change;
  const first = { id: newId(), name, language, text: null, baseVersion, version: 0 };
  await db.createQueryBuilder().insert().into(PromptOverrideEntity).values(first).orIgnore().execute();
  const row = await db.findOneOrFail(PromptOverrideEntity, { where: { name, language }, lock: { mode: 'pessimistic_write' } });
  requireVersion(row.version, ifMatch);
  const changed = { ...row, text, baseVersion, version: row.version + 1 };
  await db.update(PromptOverrideEntity, { id: row.id }, changed);
  return changed;
}
