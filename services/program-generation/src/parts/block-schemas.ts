import {
  block,
  moduleSchema,
  programDocument,
  question,
  sections,
  topic,
} from '@lyceum/contracts/program-generation/program-document';
import type { z } from 'zod';

const fields = programDocument.shape;

/** What each block of a document holds: the members of the object at its pointer that are the block's own. */
export const blockSchemas = {
  title: programDocument.pick({
    language: true,
    title: true,
    kind: true,
    audience: true,
    level: true,
    hours: true,
    credits: true,
    titleBlock: true,
    notice: true,
  }),
  aim: fields.aim,
  standards: fields.standards,
  competences: fields.competences,
  outcomes: fields.outcomes,
  module: moduleSchema.omit({ topics: true }),
  topic,
  'final-assessment': programDocument.pick({ finalAssessment: true, passingPercent: true }),
  calendar: fields.calendar,
  conditions: fields.conditions,
  question,
  sources: fields.sources,
} satisfies Record<Section | PartKind, z.ZodType>;

export type Section = (typeof sections)[number];
export type PartKind = 'module' | 'topic' | 'question';
/** What one block holds. */
export type BlockValue = z.infer<(typeof blockSchemas)[keyof typeof blockSchemas]>;

export type BlockName = { readonly kind: Section } | { readonly kind: PartKind; readonly id: string };

/** Undefined for what names no block, in this document or any other. */
export function parseBlockName(name: string): BlockName | undefined {
  if (!block.safeParse(name).success) return undefined;
  const [, kind, id] = /^(module|topic|question):(.+)$/.exec(name) ?? [];
  if (id !== undefined && (kind === 'module' || kind === 'topic' || kind === 'question')) return { kind, id };
  const section = sections.find((candidate) => candidate === name);
  return section && { kind: section };
}
