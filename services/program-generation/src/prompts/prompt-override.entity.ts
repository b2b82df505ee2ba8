import { spaceColumn } from '@lyceum/common/database';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

export interface PromptOverrideRow {
  id: string;
  name: PromptName;
  language: Locale;
  /** Null after it was reset: the prompt of the platform holds. */
  text: string | null;
  /** Of the file it was made from. */
  baseVersion: number;
  version: number;
}

/** One row for a prompt that was ever overridden in the space. */
export const PromptOverrideEntity = new EntitySchema<PromptOverrideRow>({
  name: 'prompt_override',
  tableName: 'prompt_overrides',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    language: { type: 'text' },
    text: { type: 'text', nullable: true },
    baseVersion: { type: 'integer' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'prompt_overrides_one', columns: ['spaceId', 'name', 'language'] }],
});
