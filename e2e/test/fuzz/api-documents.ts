import { mountPath } from '@lyceum/common/client';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { JsonSchema } from './hostile-values.ts';

export interface ApiOperation {
  readonly parameters: readonly { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[];
  readonly requestBody?: { content: Record<string, { schema: JsonSchema }> };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** The OpenAPI document of a service, as far as it is read here. */
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface Documented {
  readonly path: string;
  readonly operation: ApiOperation;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

export type ApiDocuments = readonly ApiDocument[];

export async function readApiDocuments(serviceUrls: Readonly<Record<string, string>>): Promise<ApiDocuments> {
  const answers = Object.values(serviceUrls).map((url) => fetch(`${url}/openapi.json`));
  return Promise.all(answers.map(async (answer) => (await (await answer).json()) as ApiDocument)); // its own routes made it
}

/** What the document of its service says of an endpoint; throws when none serves it. */
export function findDocumented(documents: ApiDocuments, { method, path }: Endpoint): Documented {
  const address = mountPath(path).replace(/:(\w+)/g, '{$1}');
  for (const { paths, components } of documents) {
    const operation = paths[address]?.[method.toLowerCase()];
    if (operation) return { path: address, operation, components: components.schemas };
  }
  throw new Error(`no service serves ${method} ${path}`);
}

/** How many operations the documents have: no fewer than there are endpoints. */
export const countDocumented = (documents: ApiDocuments) =>
  documents.flatMap(({ paths }) => Object.values(paths).flatMap((operations) => Object.keys(operations))).length;
