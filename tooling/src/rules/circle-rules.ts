import { dirname, join } from 'node:path/posix';
import { type Finding, isTest, type Repository } from './repository.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** No file imports itself by way of others, not even for a type. */
export function filesFormNoCircle(repository: Repository): Finding[] {
  return findCircles(importGraph(repository, (file) => file)).map((files) => ({
    rule: 'files-form-no-circle',
    file: files[0] ?? '',
    message: `imports itself through ${files.slice(1).join(', ')}: move what they share to a file below them`,
  }));
}

/** Folders right below `src` of a service, or below one of its areas, import each other one way only. */
export function foldersFormNoCircle(repository: Repository): Finding[] {
  const areas = new Set(repository.files.filter((file) => file.endsWith('.features.ts')).map((file) => dirname(file)));
  const toFolder = (file: string) => {
    const [, folder, below] = /^(services\/[^/]+\/src\/[^/]+)(\/[^/]+)?\/./.exec(file) ?? [];
    return folder !== undefined && areas.has(folder) ? below && folder + below : folder;
  };
  return findCircles(importGraph(repository, toFolder)).map((folders) => ({
    rule: 'folders-form-no-circle',
    file: folders[0] ?? '',
    message: `imports itself through ${folders.slice(1).join(', ')}: arrows between features go one way`,
  }));
}

function importGraph({ sources }: Repository, getNode: (file: string) => string | undefined): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of sources.filter((source) => !isTest(source.file))) {
    const from = getNode(file);
    if (from === undefined) continue;
    const targets = imports
      .filter(({ module }) => module.startsWith('.'))
      .map(({ module }) => getNode(join(dirname(file), module)))
      .filter((to) => to !== undefined && to !== from);
    graph.set(from, new Set([...(graph.get(from) ?? []), ...targets.filter((to) => to !== undefined)]));
  }
  return graph;
}

/** Strongly connected components of more than one node, by Tarjan's algorithm. */
function findCircles(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];

  function visit(node: string): number {
    const index = order.size;
    order.set(node, index);
    stack.push(node);
    let low = index;
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(node, low);
    if (low === index) {
      const component = stack.splice(stack.indexOf(node));
      if (component.length > 1) circles.push(component);
    }
    return low;
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}
