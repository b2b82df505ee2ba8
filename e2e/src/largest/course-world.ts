import { randomUUID } from 'node:crypto';
import { createAchievement } from '@lyceum/contracts/courses/achievement';
import { createAnnouncement } from '@lyceum/contracts/courses/announcement';
import { saveSubmission, submitWork } from '@lyceum/contracts/courses/assignment';
import { startAttempt, submitAttempt } from '@lyceum/contracts/courses/attempt';
import { createCategory } from '@lyceum/contracts/courses/category';
import { createCohort } from '@lyceum/contracts/courses/cohort';
import { addAuthor, createCourse } from '@lyceum/contracts/courses/course';
import { exportCourse } from '@lyceum/contracts/courses/course-export';
import { announceCourseFile } from '@lyceum/contracts/courses/course-file';
import { announceCourseImport } from '@lyceum/contracts/courses/course-import';
import { startDiscussion } from '@lyceum/contracts/courses/discussion';
import { createReply } from '@lyceum/contracts/courses/discussion-reply';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import { createInvitation, enrol } from '@lyceum/contracts/courses/enrolment';
import { createCode } from '@lyceum/contracts/courses/enrolment-code';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { createBank, createQuestion } from '@lyceum/contracts/courses/question-bank';
import { orderRegrade } from '@lyceum/contracts/courses/regrade';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { openLesson } from '@lyceum/contracts/courses/study';
import { announceSubmissionFile } from '@lyceum/contracts/courses/submission-file';
import { getMe } from '@lyceum/contracts/users/profile';
import type { Api } from '../api.ts';
import type { Sql } from '../as-owner.ts';
import { poll } from '../poll.ts';
import { costlyText, type TextKind } from './costly-text.ts';

/** As much text as a request takes. */
const largestContent = (kind: TextKind): LessonContent => ({
  type: 'text',
  blocks: Array.from({ length: 20 }, (_, index) => ({
    id: `b${index}`,
    type: 'markdown' as const,
    text: costlyText(kind, 20_000),
  })),
});

const smallContent: LessonContent = { type: 'text', blocks: [{ id: 'b', type: 'markdown', text: 'Слово.' }] };

const largestAnswering = (kind: TextKind) => ({
  type: 'single' as const,
  options: Array.from({ length: 30 }, () => ({ text: costlyText(kind, 2000), percent: 100, feedback: costlyText(kind, 4000) })),
});

const largestAssignment = (kind: TextKind): LessonContent => ({
  type: 'assignment',
  description: costlyText(kind, 20_000),
  takes: { text: true, link: true, files: 10 },
  points: 20,
  rubric: [],
  due: null,
  late: 'accepted',
  maxSubmissions: null,
  peerReview: { reviews: 1, anonymous: false, acceptPercent: null },
});

const manyQuestions = Array.from({ length: 900 }, (_, index) => `::Q${index}:: ${costlyText('words', 500)} {=1 ~2 ~3}`).join(
  '\n\n',
);

/** Values of members whose rules no schema tells, as small as they may be. */
export const smallCourseWords = {
  'checkCertificate.number': 'ABCD-EFGH-JKLM',
  'checkPage.number': 'ABCD-EFGH-JKLM',
  ...{ 'announceImage.name': 'a.jpg', 'getImages.ids': '01935e1c-0000-7000-8000-000000000000', 'updateVideo.chapters': [] },
  // A condition fits one kind of fact.
  ...{ 'createAchievement.when': 'lesson-completed', 'createAchievement.condition': { type: 'count', min: 10_000 } },
  ...{ 'saveSubmission.files': [], 'putLeaderboardParticipation.visible': true, scores: [] },
  ...{ 'announceSubmissionFile.name': 'a.txt', 'announceSubmissionFile.type': 'text/plain' },
  ...{ 'announceCourseFile.name': 'a.txt', 'announceCourseFile.type': 'text/plain', 'announceCourseImport.name': 'a.zip' },
  'announceCourseImport.courseId': null,
  ...{ 'putGradebookSettings.categories': [], 'putGradebookSettings.items': [] },
  ...{ 'startDiscussion.place': { at: 'lesson' }, at: 'lesson', blockId: 'b' },
  ...{ accentColor: '#1f4e8c', prerequisites: [], before: null, endsAt: null, choices: [], answers: [] },
  content: smallContent,
  answering: { type: 'single', options: [1, 2].map((number) => ({ text: `${number}`, percent: 100, feedback: '' })) },
} as const;

/** A course of the largest parts, whose owner learns in it too, by the names of the parameters and members that lead to them. */
export async function makeCourse(api: Api, token: string, sql: Sql, kind: TextKind): Promise<Record<string, unknown>> {
  const { id: personId, email } = (await api.call(getMe, { token })).body;
  const category = await api.call(createCategory, { token, body: { title: `Рубрика ${randomUUID()}` } });
  const details = { title: 'Наибольший курс', language: 'ru', sequential: false, description: costlyText(kind, 20_000) } as const;
  const { id: courseId } = (await api.call(createCourse, { token, body: details })).body;
  const params = { courseId };
  const { id: moduleId } = (await api.call(createModule, { token, params, body: { title: 'Модуль' } })).body;
  const { id: bankId } = (await api.call(createBank, { token, params, body: { title: 'Банк' } })).body;
  const question = { title: '', prompt: costlyText(kind, 10_000), answering: largestAnswering(kind) };
  const created = await api.call(createQuestion, { token, params: { courseId, bankId }, body: question });
  const quiz = { type: 'quiz', settings: { questions: [{ bankId, draw: null }] } } as const;
  const quizBody = { moduleId, title: 'Тест', content: { ...quiz, settings: { questions: [...quiz.settings.questions] } } };
  const { id: lessonId } = (await api.call(createLesson, { token, params, body: quizBody })).body;
  const assigned = { moduleId, title: 'Эссе', content: largestAssignment(kind) };
  const { id: assignmentId } = (await api.call(createLesson, { token, params, body: assigned })).body;
  for (let count = 0; count < 40; count += 1) {
    const content = count === 0 ? largestContent(kind) : smallContent;
    await api.call(createLesson, { token, params, body: { moduleId, title: costlyText(kind, 200), content } });
  }
  await api.call(publishCourse, { token, params, body: {} });
  const cohort = await api.call(createCohort, { token, params, body: { name: 'Группа' } });
  const code = await api.call(createCode, { token, params, body: {} });
  // The account is told by an event.
  await poll('the author of the course', 30_000, async () => {
    const response = await api.send(addAuthor, { token, params: { courseId, personId } });
    return response.ok || undefined;
  });
  const invitation = await api.call(createInvitation, { token, params, body: { email } });
  await api.call(enrol, { token, params, body: {} });
  const graded = await api.call(startAttempt, { token, params: { courseId, lessonId } });
  await api.call(submitAttempt, { token, params: { attemptId: graded.body.id }, body: {} });
  const regraded = { questionId: created.body.id, rule: 'full' } as const;
  const regrade = await api.call(orderRegrade, { token, params: { courseId, lessonId }, body: regraded });
  const attempt = await api.call(startAttempt, { token, params: { courseId, lessonId } });
  const work = { token, params: { courseId, lessonId: assignmentId } };
  const file = await api.call(announceSubmissionFile, { ...work, body: { name: 'a.txt', type: 'text/plain', size: 1 } });
  await api.call(saveSubmission, { ...work, body: { text: costlyText(kind, 50_000) } });
  const submission = await api.call(submitWork, work);
  const peerReviewId = await makePeerReviews(sql, submission.body.id, kind);
  const achievement = await api.call(createAchievement, {
    token,
    body: { title: 'Урок', when: 'lesson-completed', condition: { type: 'count', min: 1 }, points: 1 },
  });
  const courseFile = await api.call(announceCourseFile, { token, params, body: { name: 'a.txt', type: 'text/plain', size: 1 } });
  const exported = await api.call(exportCourse, { token, params, body: { format: 'lyceum' } });
  const imported = await api.call(announceCourseImport, { token, body: { name: 'a.zip', size: 1 } });
  const place = { at: 'lesson' } as const;
  const asked = {
    token,
    params: { courseId, lessonId },
    body: { place, text: costlyText(kind, 5000), quote: costlyText(kind, 300) },
  };
  const discussion = await api.call(startDiscussion, asked);
  const { id: discussionId } = discussion.body;
  const reply = await api.call(createReply, { token, params: { discussionId }, body: { text: costlyText(kind, 5000) } });
  const announcement = await api.call(createAnnouncement, {
    token,
    params,
    body: { title: costlyText(kind, 200), text: costlyText(kind, 20_000) },
  });
  const session = await api.call(openLesson, { token, params: { courseId, lessonId } });
  return {
    ...{ courseId, moduleId, bankId, lessonId, personId },
    questionId: created.body.id,
    categoryId: category.body.id,
    cohortId: cohort.body.id,
    codeId: code.body.id,
    invitationId: invitation.body.id,
    attemptId: attempt.body.id,
    ...smallCourseWords,
    ...{ content: largestContent(kind), answering: largestAnswering(kind) },
    submissionId: submission.body.id,
    ...{ fileId: file.body.id, submissionFileId: file.body.id, peerReviewId },
    ...{ courseFileId: courseFile.body.id, exportId: exported.body.id, importId: imported.body.id },
    ...{ 'getSubmission.lessonId': assignmentId, 'saveSubmission.lessonId': assignmentId, 'submitWork.lessonId': assignmentId },
    ...{ 'takePeerReview.lessonId': assignmentId, 'listPeerReviews.lessonId': assignmentId },
    ...{ 'listReceivedReviews.lessonId': assignmentId, 'submitPeerReview.points': 20 },
    ...{ 'announceSubmissionFile.lessonId': assignmentId, 'extendDeadline.lessonId': assignmentId },
    ...{ 'gradeSubmission.points': 20, 'gradeSubmission.decision': 'return' },
    achievementId: achievement.body.id,
    ...{ discussionId, replyId: reply.body.id },
    regradeId: regrade.body.id,
    announcementId: announcement.body.id,
    'importQuestions.file': Buffer.from(manyQuestions).toString('base64'),
    'importLearners.csv': ['email', ...Array.from({ length: 200 }, (_, index) => `learner-${index}@example.org`)].join('\n'),
    evidence: Array.from({ length: 200 }, (_, index) => ({
      id: randomUUID(),
      sessionId: session.body.id,
      from: index,
      to: index + 1,
    })),
    answers: [{ questionId: created.body.id, answer: { type: 'single', choice: 0 } }],
  };
}

/** As many reviews as work has at most, which authors cannot take themselves; one is of the learner, so that it may be changed. */
async function makePeerReviews(sql: Sql, submissionId: string, kind: TextKind): Promise<unknown> {
  const [own] = await sql<{ id: string }>(
    `INSERT INTO courses.peer_reviews (id, space_id, course_id, lesson_id, submission_id, reviewer_id, enrolment_id, taken_at,
       submitted_at, points, percent, scores, comment_text, comment)
     SELECT gen_random_uuid(), space_id, course_id, lesson_id, id, CASE place WHEN 1 THEN person_id ELSE gen_random_uuid() END,
       enrolment_id, now(), now(), 1, 5, '[]', $2, $2
     FROM courses.submissions, generate_series(1, 20) AS place WHERE id = $1 ORDER BY place RETURNING id`,
    [submissionId, costlyText(kind, 20_000)],
  );
  return own?.id;
}
