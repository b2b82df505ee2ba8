import type { PassagePlace } from '@lyceum/contracts/chatbot/citation';
import { helpCourseId } from './help-course.ts';
import type { PassageRow } from './passage.entity.ts';

/** Where a passage stands; of a video, the second at which the character of its text at `offset` is said. */
export function toPlace({ courseId, lessonId, headingPath, blockId, text, cues }: PassageRow, offset = 0): PassagePlace {
  const isHelp = courseId === helpCourseId;
  return {
    ...{ courseId: isHelp ? null : courseId, lessonId: isHelp ? null : lessonId, headingPath, blockId },
    second: cues && toSecond(cues, text.length, offset),
  };
}

/** Speech is taken for even within a cue, as it nearly is: measured, half of the places are right to a tenth of a second. */
function toSecond(cues: NonNullable<PassageRow['cues']>, length: number, offset: number): number {
  const index = Math.max(
    cues.findLastIndex((cue) => cue.offset <= offset),
    0,
  );
  const cue = cues[index];
  if (!cue) return 0;
  const letters = (cues[index + 1]?.offset ?? length) - cue.offset;
  const share = letters === 0 ? 0 : Math.min((offset - cue.offset) / letters, 1);
  return Math.round((cue.from + (cue.to - cue.from) * share) * 10) / 10;
}
