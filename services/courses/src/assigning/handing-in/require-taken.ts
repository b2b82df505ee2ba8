import { fail } from '@lyceum/common/errors';
import { submissionNotTaken } from '@lyceum/contracts/courses/assignment';
import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { SubmissionRow } from '../submission/submission.entity.ts';

export type Work = Pick<SubmissionRow, 'text' | 'link' | 'fileIds'>;

/** Fails with `submission.not_taken`. */
export function requireTaken(assignment: AssignmentContent, work: Work): void {
  const detail = findExcess(assignment, work);
  if (detail) throw fail(submissionNotTaken, { detail });
}

function findExcess({ takes }: AssignmentContent, { text, link, fileIds }: Work): Texts | null {
  if (text !== '' && !takes.text) return { en: 'It takes no text.', ru: 'Текст к нему не принимается.' };
  if (link !== null && !takes.link) return { en: 'It takes no link.', ru: 'Ссылка к нему не принимается.' };
  if (fileIds.length <= takes.files) return null;
  return { en: `It takes ${takes.files} files at most.`, ru: `Файлов к нему может быть не больше ${takes.files}.` };
}
