const prefixes = { standard: 'p', competence: 'c', outcome: 'o', module: 'm', question: 'q', source: 's' } as const;

export interface PartIds {
  part(kind: keyof typeof prefixes): string;
  topic(moduleId: string): string;
}

/** Ids of the parts of one new document, the same for the same order of calls: `m1`, `m2`, `q1`; topics `m1t1`. */
export function newPartIds(): PartIds {
  const given = new Map<string, number>();
  const next = (prefix: string) => {
    const number = (given.get(prefix) ?? 0) + 1;
    given.set(prefix, number);
    return `${prefix}${number}`;
  };
  return {
    part: (kind: keyof typeof prefixes) => next(prefixes[kind]),
    topic: (moduleId: string) => next(`${moduleId}t`),
  };
}
