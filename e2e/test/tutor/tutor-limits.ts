import { defaultSpaceSettings, getTutorSettings, putTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import type { Visitor } from '../../src/tutor.ts';

/** Lets a test ask as often as a school of thousands does. */
export async function allowManyQuestions({ api, token }: Visitor): Promise<void> {
  const { headers } = await api.call(getTutorSettings, { token });
  await api.call(putTutorSettings, {
    token,
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: {
      ...defaultSpaceSettings,
      ...{ questionsPerPersonPerDay: null, questionsPerPersonPerMinute: 10_000, questionsPerCoursePerMinute: 10_000 },
    },
  });
}
