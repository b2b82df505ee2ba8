import { newId } from '@lyceum/common/database';
import { type CourseTree, renameParts } from './course-tree.ts';

interface RenamedTree {
  readonly tree: CourseTree;
  /** The new id of a part of the old tree. */
  toNew(id: string): string;
}

/** A tree with ids that nothing has yet: what is put into the database may come from there. */
export function renameAnew(tree: CourseTree): RenamedTree {
  const ids = new Map<string, string>();
  const toNew = (id: string) => {
    const known = ids.get(id) ?? newId();
    ids.set(id, known);
    return known;
  };
  // Files have one moment; their new ids keep their order.
  for (const { id } of tree.files) toNew(id);
  return { tree: renameParts(tree, { lesson: toNew, bank: toNew, file: toNew }), toNew };
}
