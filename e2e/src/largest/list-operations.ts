import type { Endpoint } from '@lyceum/contracts/define/endpoint';

/** An endpoint with the name its contract gives it. */
export interface Operation {
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** What others cannot come after, the worst of it last. */
const ending = [
  'lockBlock',
  'submitProgram',
  'returnProgram',
  'approveProgram',
  'archiveProgram',
  'unarchiveProgram',
  'deleteProgram',
  'submitAttempt',
  'endPlayback',
  'completeUpload',
  'cancelUpload',
  'deleteCaption',
  'deleteVideo',
  'deleteConversation',
  'leaveCourse',
  'endEnrolment',
  'deleteQuestion',
  'deleteBank',
  'deleteLesson',
  'deleteModule',
  'removeAuthor',
  'archiveCourse',
  'restoreCourse',
  'deleteCourse',
  'logout',
];

/** Every endpoint for people by the folder of its contract, in an order in which none takes from the next what it needs: reading, writing, ending. */
export function listOperations(
  values: readonly { folder: string; name: string; value: unknown }[],
): Readonly<Record<string, readonly Operation[]>> {
  const operations = values.flatMap(({ folder, name, value }) => (isPublic(value) ? [{ folder, name, endpoint: value }] : []));
  const ordered = operations.toSorted((a, b) => rank(a) - rank(b));
  return Object.fromEntries(Map.groupBy(ordered, ({ folder }) => folder));
}

function rank({ name, endpoint: { method } }: Operation): number {
  if (ending.includes(name)) return 3 + ending.indexOf(name);
  return method === 'GET' ? 0 : method === 'DELETE' ? 2 : 1;
}

const isPublic = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'consumes' in value && !('internal' in value && value.internal);
