import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { applyPatch, Pointer } from 'rfc6902';

/** What the operations (RFC 6902) make of a copy of the document: any JSON, or the place of the first that cannot be done. */
export function applyOperations(
  document: ProgramDocument,
  operations: readonly PatchOperation[],
): { value: unknown; failedAt: null } | { failedAt: number } {
  const value: unknown = structuredClone(document);
  for (const [failedAt, operation] of operations.entries()) {
    if (!isApplicable(value, operation)) return { failedAt };
    const [failure] = applyPatch(value, [operation]);
    if (failure) return { failedAt };
  }
  return { value, failedAt: null };
}

/**
 * Stricter than the library, which follows a pointer into what every object inherits, takes words for indexes, and steps over
 * names it holds to be dangerous.
 */
function isApplicable(document: unknown, operation: PatchOperation): boolean {
  const { op, path } = operation;
  if (op === 'move' && !leadsTo(document, operation.from)) return false;
  return op === 'replace' || op === 'remove' ? leadsTo(document, path) : hasRoomFor(document, path);
}

function leadsTo(document: unknown, pointer: string): boolean {
  return pointer.startsWith('/') && find(document, toKeys(pointer)) !== undefined;
}

function hasRoomFor(document: unknown, pointer: string): boolean {
  if (!pointer.startsWith('/')) return false;
  const keys = toKeys(pointer);
  const key = keys.pop() ?? '';
  const parent = find(document, keys);
  if (Array.isArray(parent)) return key === '-' || (isIndex(key) && Number(key) <= parent.length);
  return typeof parent === 'object' && parent !== null && key !== '__proto__';
}

function toKeys(pointer: string): string[] {
  return Pointer.fromJSON(pointer).tokens.slice(1);
}

/** Undefined where there is nothing: JSON has no such value. */
function find(document: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    const has = Array.isArray(value) ? isIndex(key) : typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return has ? Reflect.get(Object(value), key) : undefined;
  }, document);
}

const isIndex = (key: string) => /^(0|[1-9]\d*)$/.test(key);
