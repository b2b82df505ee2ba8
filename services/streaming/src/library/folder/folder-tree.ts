import { fail, found } from '@lyceum/common/errors';
import { folderNameTaken, folderNotFound, folderTooDeep } from '@lyceum/contracts/streaming/folder';
import type { FolderRow } from './folder.entity.ts';

const maxDepth = 5;

type Place = Pick<FolderRow, 'id' | 'name' | 'parentId'>;

const toComparable = (name: string) => name.toLocaleLowerCase('ru');

/**
 * Whether a folder may stand where `placed` puts it, among the others. Fails with `video_folder.not_found` where there is no such parent, with
 * `video_folder.too_deep` where it, or what it has in it, would lie too deep or in itself, and with `video_folder.name_taken`.
 */
export function requirePlace(folders: readonly Place[], placed: Place): void {
  const others = folders.filter(({ id }) => id !== placed.id);
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const above = findAbove(byId, placed);
  if (above.length + findHeight(others, placed.id) > maxDepth) throw fail(folderTooDeep);
  const name = toComparable(placed.name);
  if (others.some((other) => other.parentId === placed.parentId && toComparable(other.name) === name))
    throw fail(folderNameTaken);
}

/** The folders a place lies in, from the inside. */
function findAbove(byId: ReadonlyMap<string, Place>, { id, parentId }: Place): Place[] {
  const above: Place[] = [];
  for (let next = parentId; next !== null; ) {
    if (next === id || above.length === maxDepth) throw fail(folderTooDeep);
    const parent = found(byId.get(next), folderNotFound);
    above.push(parent);
    next = parent.parentId;
  }
  return above;
}

/** How many folders lie in one another, this one counted. */
function findHeight(folders: readonly Place[], id: string): number {
  let height = 0;
  for (let level = [id]; level.length > 0 && height <= maxDepth; height += 1) {
    const inside: ReadonlySet<string> = new Set(level);
    level = folders.flatMap((folder) => (folder.parentId !== null && inside.has(folder.parentId) ? [folder.id] : []));
  }
  return height;
}
