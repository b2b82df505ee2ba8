import newman from 'newman';

export interface Answered {
  readonly operationId: string;
  readonly status: number | undefined;
}

/** Runs a collection; of a request that was repeated the last answer counts. */
export function runCollection(
  collection: Record<string, unknown>,
  variables: Readonly<Record<string, string>>,
): Promise<Answered[]> {
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  return new Promise((resolve, reject) => {
    newman.run({ collection, envVar, timeoutRequest: 60_000 }, (error, summary) => {
      if (error) reject(error);
      else {
        const answers = summary.run.executions.map(({ item, response }) => [item.id, response?.code] as const);
        resolve([...new Map(answers)].map(([operationId, status]) => ({ operationId, status })));
      }
    });
  });
}
