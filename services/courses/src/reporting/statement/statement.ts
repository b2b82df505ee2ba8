import { z } from 'zod';

/** Absolute IRI (RFC 3987): a scheme, and nothing that has to be escaped. */
const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i);

const uuid = z.uuid();
/** RFC 5646, as far as platforms use it. */
const languageTag = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/);
const languageMap = z.record(languageTag, z.string());
const extensions = z.record(iri, z.string());
/** With a zone, so that it names a moment. */
const timestamp = z.iso.datetime({ offset: true });

/** A person has one identifier, never two (xAPI 1.0.3, Data 2.4.2.3). */
const agent = z.union([
  z.strictObject({ objectType: z.literal('Agent'), mbox: z.string().regex(/^mailto:[^\s@]+@[^\s@]+$/) }),
  z.strictObject({
    objectType: z.literal('Agent'),
    account: z.strictObject({ homePage: iri, name: z.string().min(1) }),
  }),
]);

const interactionTypes = ['choice', 'sequencing', 'matching', 'fill-in', 'long-fill-in', 'numeric', 'other'] as const;

const activity = z.strictObject({
  objectType: z.literal('Activity'),
  id: iri,
  definition: z.strictObject({
    type: iri,
    name: languageMap.optional(),
    interactionType: z.enum(interactionTypes).optional(),
  }),
});

const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max)
  .refine(({ raw = 0, min = -Infinity, max = Infinity }) => raw >= min && raw <= max);

const result = z.strictObject({
  score: score.optional(),
  success: z.boolean().optional(),
  completion: z.boolean().optional(),
  response: z.string().optional(),
  duration: z.iso.duration().optional(),
});

const context = z.strictObject({
  registration: uuid.optional(),
  contextActivities: z.strictObject({ parent: z.array(activity).optional(), grouping: z.array(activity).optional() }).optional(),
  platform: z.string(),
  language: languageTag,
  extensions: extensions.optional(),
});

/** A statement of xAPI 1.0.3 (IEEE 9274.1.1) of those that this platform makes; a record store adds what is missing. */
export const statement = z.strictObject({
  id: uuid,
  actor: agent,
  verb: z.strictObject({ id: iri, display: languageMap }),
  object: activity,
  result: result.optional(),
  context,
  timestamp,
});

export type Statement = z.output<typeof statement>;
export type Agent = z.output<typeof agent>;
export type Activity = z.output<typeof activity>;
export type Score = z.output<typeof score>;
export type InteractionType = (typeof interactionTypes)[number];
