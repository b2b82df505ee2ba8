import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';

/** Below what a body may have. */
const maxBodyLength = 900_000;
const maxOperations = 200;

/** The edits that turn any document into this one, each as large as a request may be. */
export function documentPatches(document: ProgramDocument): PatchOperation[][] {
  const patches: PatchOperation[][] = [];
  let room = 0;
  for (const operation of replacements('', document)) {
    const size = getSize(operation);
    if (size > room || patches.at(-1)?.length === maxOperations) {
      patches.push([]);
      room = maxBodyLength;
    }
    patches.at(-1)?.push(operation);
    room -= size;
  }
  return patches;
}

function* replacements(path: string, value: unknown): Generator<PatchOperation> {
  if (path !== '' && getSize(value) < maxBodyLength) {
    yield { op: 'replace', path, value };
  } else if (Array.isArray(value)) {
    const [first, ...others] = value;
    yield { op: 'replace', path, value: [first] };
    for (const item of others) yield { op: 'add', path: `${path}/-`, value: item };
  } else {
    for (const [name, member] of Object.entries(Object(value))) yield* replacements(`${path}/${name}`, member);
  }
}

const getSize = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) + 1;
