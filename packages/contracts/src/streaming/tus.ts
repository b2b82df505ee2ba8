import { defineProblem } from '../define/problem.ts';

/** Beside those of uploads: what the protocol alone knows. */
export const tusOffsetConflict = defineProblem('tus.offset_conflict', 409, {
  en: 'Other bytes are awaited: ask how many have arrived, and go on from there',
  ru: 'Ожидаются другие байты: узнайте, сколько уже получено, и продолжите с этого места',
});
export const tusVersionUnsupported = defineProblem('tus.version_unsupported', 412, {
  en: 'The header Tus-Resumable must say 1.0.0',
  ru: 'Заголовок Tus-Resumable должен иметь значение 1.0.0',
});
