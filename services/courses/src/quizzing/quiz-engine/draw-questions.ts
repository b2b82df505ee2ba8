import { createRandom } from './create-random.ts';

interface Pool<Question> {
  readonly questions: readonly Question[];
  /** How many are drawn; null takes all. */
  readonly draw: number | null;
}

/**
 * Draws the questions of an attempt: the same for the same seed, each once, although pools may share questions. As many are drawn as can be:
 * a pool leaves a shared question to one that has no other. Without `shuffle` they keep the order of the pools and of their questions.
 */
export function drawQuestions<Question extends { readonly id: string }>(
  pools: readonly Pool<Question>[],
  { seed, shuffle }: { seed: string; shuffle: boolean },
): Question[] {
  const random = createRandom(seed);
  const candidates = pools.map(({ questions }) => random.shuffle(questions));
  const poolOfId = new Map<string, number>();
  for (const [index, { questions, draw }] of pools.entries()) {
    const taken = draw === null ? questions.filter(({ id }) => !poolOfId.has(id)) : [];
    for (const { id } of taken) poolOfId.set(id, index);
  }

  function drawOne(index: number, tried: Set<number>): boolean {
    tried.add(index);
    const questions = candidates[index] ?? [];
    const free = questions.find(({ id }) => !poolOfId.has(id));
    if (free) {
      poolOfId.set(free.id, index);
      return true;
    }
    for (const { id } of questions) {
      const owner = poolOfId.get(id);
      if (owner === undefined || tried.has(owner) || pools[owner]?.draw === null) continue;
      if (!drawOne(owner, tried)) continue;
      poolOfId.set(id, index);
      return true;
    }
    return false;
  }

  for (const [index, { draw }] of pools.entries()) {
    let missing = draw ?? 0;
    while (missing > 0 && drawOne(index, new Set())) missing -= 1;
  }
  const drawn = pools.flatMap(({ questions }, index) => {
    const own = questions.filter(({ id }) => poolOfId.get(id) === index);
    return [...new Map(own.map((question) => [question.id, question])).values()];
  });
  return shuffle ? random.shuffle(drawn) : drawn;
}
