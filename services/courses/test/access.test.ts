import { startAttempt } from '@lyceum/contracts/courses/attempt';
import { createCategory } from '@lyceum/contracts/courses/category';
import { createCohort } from '@lyceum/contracts/courses/cohort';
import { addAuthor } from '@lyceum/contracts/courses/course';
import { createInvitation } from '@lyceum/contracts/courses/enrolment';
import { createCode } from '@lyceum/contracts/courses/enrolment-code';
import { createQuestion } from '@lyceum/contracts/courses/question-bank';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildAssignment, buildFile, handIn } from './assignment-factories.ts';
import { service } from './courses-service.ts';
import { buildDiscussion, buildReply } from './discussion-factories.ts';
import {
  buildAchievement,
  buildCertificate,
  buildEnrolment,
  buildLearner,
  buildQuestion,
  buildQuiz,
  enrolByTeacher,
  knowPerson,
  startQuiz,
  submit,
  text,
  unknownId,
} from './factories.ts';
import { announce } from './informing-factories.ts';
import { buildCourseFile, exportAs, handoutInput, uploadPackage } from './package-factories.ts';
import { buildPeer, take } from './peer-review-factories.ts';
import { useRecordStore } from './record-store.ts';
import { tryRegrade } from './regrade-factories.ts';
import { askTutorAccess } from './tutor-factories.ts';

const question = buildQuestion();
const move = { before: null };
const csv = 'email\nnobody@example.org';
const email = 'guest@example.org';
// Nobody listens there.
const recordStoreUrl = 'http://127.0.0.1:1/xapi';

describeAccess(service, {
  open: {
    'GET /courses/certificates/check/:number': 'whoever is shown a certificate has no account here',
    'GET /courses/certificates/check/:number/page': 'the same for people',
    'GET /courses/badges/:badgeId': 'verifiers load it',
    'GET /courses/badges/issuer': 'verifiers load its keys',
    'GET /courses/badges/revocations': 'verifiers look whether a badge still holds',
  },
  anyId: {
    'POST /internal/courses/lessons/:lessonId/evidence':
      'sessions of other lessons are unknown there, which the answer says of each piece',
  },
  async rows() {
    const { author: owner, courseId, moduleId, bankId, lessons } = await buildQuiz();
    await knowPerson(owner, { email });
    await useRecordStore({ url: recordStoreUrl }, {}, { ...owner, roles: ['admin'] });
    const params = { courseId };
    const { id: personId } = await buildLearner();
    await service.call(addAuthor, { as: owner, params: { courseId, personId } });
    await enrolByTeacher(owner, courseId, { personId });
    const cohort = await service.call(createCohort, { as: owner, params, body: { name: 'Осень' } });
    const code = await service.call(createCode, { as: owner, params, body: {} });
    const invitation = await service.call(createInvitation, { as: owner, params, body: { email } });
    const category = await service.call(createCategory, { as: owner, body: { title: 'Языки' } });
    const created = await service.call(createQuestion, { as: owner, params: { courseId, bankId }, body: question });
    await buildEnrolment(courseId, owner);
    const [lessonId = ''] = lessons;
    const [{ versionId }] = (await askTutorAccess({ ...owner, roles: ['admin'] }, courseId)).body.lessons;
    const attempt = await service.call(startAttempt, { as: owner, params: { courseId, lessonId } });
    const { learner } = await buildEnrolment(courseId);
    const { questions } = await submit(learner, await startQuiz(learner, { courseId, lessons }));
    const regraded = { author: owner, params: { courseId, lessonId }, questionId: questions[0]?.id };
    const { body: regrade } = await tryRegrade(regraded, 'full');
    const { id: achievementId } = await buildAchievement(owner);
    const { certificate } = await buildCertificate({ author: owner, learner: owner });
    const assigned = await buildAssignment({ peerReview: { reviews: 1 } }, { author: owner, learner: owner });
    const fileId = await buildFile(owner, assigned.params);
    const submission = await handIn(owner, assigned.params, { files: [fileId] });
    const { person: reviewer } = await buildPeer(assigned);
    const { id: peerReviewId } = await take(reviewer, assigned.params);
    const { id: courseFileId } = await buildCourseFile(owner, courseId);
    const { id: exportId } = await exportAs(owner, courseId);
    const { id: discussionId } = await buildDiscussion(owner, { courseId, lessonId });
    const { id: replyId } = await buildReply(owner, discussionId);
    const importId = await uploadPackage(owner, new Uint8Array(100));
    const { id: announcementId } = await announce(owner, courseId);
    await service.runJobs();
    return {
      owner,
      ids: {
        ...{ courseId, moduleId, bankId, lessonId, personId, achievementId },
        cohortId: cohort.body.id,
        codeId: code.body.id,
        invitationId: invitation.body.id,
        categoryId: category.body.id,
        questionId: created.body.id,
        attemptId: attempt.body.id,
        certificateId: certificate.id,
        submissionId: submission.id,
        ...{ fileId, submissionFileId: fileId, peerReviewId, discussionId, replyId },
        ...{ courseFileId, exportId, importId, regradeId: regrade.id },
        ...{ fileId, courseFileId, exportId, importId, announcementId, versionId },
      },
    };
  },
  inputs: (ids) => ({
    'POST /courses': { body: { title: 'Курс', language: 'ru' } },
    'PATCH /courses/:courseId': { body: { title: 'Чужой курс' } },
    'POST /courses/:courseId/clone': { body: {} },
    'POST /courses/:courseId/files': { body: handoutInput },
    'POST /courses/:courseId/exports': { body: { format: 'lyceum' } },
    'POST /courses/imports': { body: { name: 'Курс.zip', size: 1 } },
    'POST /courses/categories': { body: { title: 'Рубрика' } },
    'PUT /courses/categories/:categoryId': { body: { title: 'Чужая рубрика' } },
    'POST /courses/:courseId/modules': { body: { title: 'Модуль' } },
    'PUT /courses/:courseId/modules/:moduleId': { body: { title: 'Чужой модуль', summary: '' } },
    'POST /courses/:courseId/modules/:moduleId/move': { body: move },
    'POST /courses/:courseId/lessons': { body: { moduleId: ids['moduleId'], title: 'Урок', content: text() } },
    'PUT /courses/:courseId/draft/lessons/:lessonId': {
      body: { title: 'Чужой урок', required: true, opening: { opens: 'at-once' }, content: text() },
    },
    'POST /courses/:courseId/draft/lessons/:lessonId/move': { body: { ...move, moduleId: ids['moduleId'] } },
    'POST /courses/:courseId/banks': { body: { title: 'Банк' } },
    'PUT /courses/:courseId/banks/:bankId': { body: { title: 'Чужой банк' } },
    'POST /courses/:courseId/banks/:bankId/questions': { body: question },
    'PUT /courses/:courseId/banks/:bankId/questions/:questionId': { body: question },
    'POST /courses/:courseId/banks/:bankId/import': { body: { format: 'gift', file: 'MTo6e1R9', dryRun: true } },
    'GET /courses/:courseId/banks/:bankId/export': { query: { format: 'gift' } },
    'POST /courses/:courseId/publish': { body: {} },
    'POST /courses/:courseId/cohorts': { body: { name: 'Весна' } },
    'PUT /courses/:courseId/cohorts/:cohortId': { body: { name: 'Чужая группа' } },
    'POST /courses/:courseId/codes': { body: {} },
    'POST /courses/:courseId/enrol': { body: {} },
    'POST /courses/:courseId/learners': { body: { personId: ids['personId'] } },
    'PATCH /courses/:courseId/learners/:personId': { body: { expiresAt: null } },
    'POST /courses/:courseId/learners/import': { body: { csv } },
    'POST /courses/:courseId/invitations': { body: { email: 'other@example.org' } },
    'PUT /courses/:courseId/gradebook/settings': { body: { categories: [], items: [], ungraded: 'zero' } },
    'GET /courses/:courseId/gradebook/export': { query: { format: 'csv' } },
    'POST /courses/:courseId/announcements': { body: { title: 'Объявление', text: 'Чужое.' } },
    'PATCH /courses/announcements/:announcementId': { body: { title: 'Чужое объявление' } },
    'PUT /courses/mail-preferences': { body: { digest: false } },
    'GET /courses/:courseId/search': { query: { q: 'слово' } },
    'POST /courses/achievements': {
      body: { title: 'Урок', when: 'lesson-completed', condition: { type: 'count', min: 1 }, points: 1 },
    },
    'PUT /courses/achievements/:achievementId': { body: { title: 'Чужое достижение', points: 1 } },
    'PUT /courses/leaderboard/participation': { body: { visible: true } },
    'POST /internal/courses/lessons/:lessonId/evidence': {
      body: { evidence: [{ id: unknownId, sessionId: unknownId, from: 0, to: 1 }] },
    },
    'POST /courses/evidence': {
      body: { evidence: [{ id: unknownId, sessionId: unknownId, from: 0, to: 1 }] },
    },
    'PUT /courses/attempts/:attemptId/answers': { body: { answers: [] } },
    'POST /courses/attempts/:attemptId/submit': { body: {} },
    'PUT /courses/:courseId/lessons/:lessonId/submission': { body: { text: 'Чужая работа' } },
    'POST /courses/:courseId/lessons/:lessonId/submission/files': { body: { name: 'a.txt', type: 'text/plain', size: 1 } },
    'POST /courses/submissions/:submissionId/grade': { body: { points: 1, decision: 'return' } },
    'PUT /courses/:courseId/lessons/:lessonId/extensions/:personId': { body: { dueAt: '2999-01-01T00:00:00Z' } },
    'POST /courses/:courseId/lessons/:lessonId/discussions': { body: { place: { at: 'lesson' }, text: 'Чужой вопрос' } },
    'PATCH /courses/discussions/:discussionId': { body: { text: 'Чужой вопрос' } },
    'POST /courses/discussions/:discussionId/replies': { body: { text: 'Чужой ответ' } },
    'PATCH /courses/discussions/replies/:replyId': { body: { text: 'Чужой ответ' } },
    'PUT /courses/peer-reviews/:peerReviewId': { body: { points: 1 } },
    'PUT /courses/:courseId/lessons/:lessonId/quiz-exceptions/:personId': { body: { extraAttempts: 1 } },
    'POST /courses/:courseId/lessons/:lessonId/regrades': { body: { questionId: ids['questionId'], rule: 'full' } },
    'PUT /courses/record-store': { body: { endpoint: recordStoreUrl, username: 'other', secret: 'other' } },
    'POST /courses/certificates/:certificateId/revoke': { body: { reason: 'Чужой' } },
    'PUT /courses/certificate-template': {
      body: {
        ...{ schoolName: 'Чужая школа', signerName: '', signerPosition: '', title: '', subtitle: '' },
        ...{ accentColor: '#1f4e8c', language: 'course' },
      },
    },
  }),
});
