import { z } from 'zod';

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  description: z.string().optional(),
  required: z.boolean().default(false),
  example: z.unknown().optional(),
});
export type Parameter = z.output<typeof parameter>;

const reference = z.object({ $ref: z.string() });
const example = z.object({ value: z.unknown() });

const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.tuple([z.string()]),
  security: z.array(z.unknown()),
  parameters: z.array(z.union([reference, parameter])),
  requestBody: z
    .object({
      content: z.record(
        z.string(),
        z.object({ example: z.unknown().optional(), examples: z.record(z.string(), reference).default({}) }),
      ),
    })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});

/** The document of the gateway, as far as a collection is made of it. */
const apiDocument = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ parameters: z.record(z.string(), parameter), examples: z.record(z.string(), example) }),
});

export interface ApiOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly isPublic: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly type: string; readonly example: unknown } | undefined;
  /** Statuses the operation may answer with. */
  readonly statuses: readonly number[];
}

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly operations: readonly ApiOperation[];
}

export function readApiDocument(json: unknown): ApiDescription {
  const { info, tags, paths, components } = apiDocument.parse(json);
  const getName = ({ $ref }: z.output<typeof reference>) => $ref.split('/').at(-1) ?? '';
  const resolve = (one: z.output<typeof reference> | Parameter): Parameter[] => {
    const found = '$ref' in one ? components.parameters[getName(one)] : one;
    return found ? [found] : [];
  };
  const getBody = ({ requestBody }: z.output<typeof operation>) => {
    const [entry] = Object.entries(requestBody?.content ?? {});
    if (!entry) return undefined;
    const [type, content] = entry;
    const [named] = Object.values(content.examples);
    return { type, example: named ? components.examples[getName(named)]?.value : content.example };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({
      ...found,
      method: method.toUpperCase(),
      path,
      tag: found.tags[0],
      isPublic: found.security.length === 0,
      parameters: found.parameters.flatMap(resolve),
      body: getBody(found),
      statuses: Object.keys(found.responses).map(Number),
    })),
  );
  return { ...info, tags, operations };
}
