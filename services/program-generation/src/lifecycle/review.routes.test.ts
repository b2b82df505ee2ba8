import { listComments } from '@lyceum/contracts/program-generation/comment';
import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import type { Program } from '@lyceum/contracts/program-generation/program';
import { createProposal } from '@lyceum/contracts/program-generation/proposal';
import * as contract from '@lyceum/contracts/program-generation/review';
import { restoreVersion } from '@lyceum/contracts/program-generation/version';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

type Step = typeof contract.submitProgram | typeof contract.approveProgram | typeof contract.archiveProgram;

const take = (step: Step, as: TestActor, { id }: Pick<Program, 'id'>, headers: Record<string, string> = {}) =>
  service.call(step, { as, params: { programId: id }, headers });

const giveBack = (as: TestActor, { id }: Pick<Program, 'id'>) =>
  service.call(contract.returnProgram, { as, params: { programId: id }, body: { comment: 'Уточните цель.' } });

const breakRules = (as: TestActor, { id }: Pick<Program, 'id'>) =>
  service.call(patchDocument, {
    as,
    params: { programId: id },
    body: { operations: [{ op: 'replace', path: '/modules/0/hours/lectures', value: 999 }] },
  });

async function published(event: { name: string }, { id }: Pick<Program, 'id'>) {
  return (await service.outbox(event.name)).filter(({ payload }) => payload['programId'] === id);
}

describe('the way of a programme through its review', () => {
  it('leads from draft to approved by a second person, who tells courses the skeleton', async () => {
    const [author, reviewer] = [asUser(), asStaff()];
    const program = await buildReadyProgram(service, author);
    expect((await take(contract.submitProgram, author, program)).body.status).toBe('review');
    const { body } = await take(contract.approveProgram, reviewer, program);
    expect(body).toMatchObject({ status: 'approved', approval: { by: reviewer.id, at: expect.any(String) } });
    const [event, ...more] = await published(contract.programApproved, program);
    expect(more).toEqual([]);
    const payload = contract.programApproved.schema.parse(event?.payload);
    expect(payload).toMatchObject({ ownerId: author.id, approvedBy: reviewer.id, documentVersion: 1, hours: 72 });
    const modules = program.document?.modules ?? [];
    expect(payload.modules.map(({ id, topics }) => [id, topics.map((topic) => topic.id)])).toEqual(
      modules.map(({ id, topics }) => [id, topics.map((topic) => topic.id)]),
    );
    expect(payload.modules.reduce((sum, { hours }) => sum + hours, 0)).toBeLessThanOrEqual(payload.hours);
  });

  it('leads back to the draft with a comment, from review and, for a new edition, from approved', async () => {
    const [author, reviewer] = [asUser(), asStaff()];
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    expect((await giveBack(reviewer, program)).body.status).toBe('draft');
    const comments = await service.call(listComments, { as: author, params: { programId: program.id } });
    expect(comments.body.items).toMatchObject([{ text: 'Уточните цель.', authorId: reviewer.id, block: null }]);
    await take(contract.submitProgram, author, program);
    await take(contract.approveProgram, reviewer, program);
    expect((await giveBack(author, program)).body.code).toBe('auth.forbidden');
    expect((await giveBack(reviewer, program)).body).toMatchObject({ status: 'draft', approval: null });
  });

  it('ends in the archive, which tells so, and begins there again', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    expect((await take(contract.archiveProgram, author, program)).body.status).toBe('archived');
    expect(await published(contract.programArchived, program)).toHaveLength(1);
    expect((await take(contract.unarchiveProgram, author, program)).body.status).toBe('draft');
  });

  it('is closed to the author, to whoever submitted it, and to those who may approve nothing', async () => {
    const [author, colleague] = [asStaff(), asStaff()];
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, colleague, program);
    for (const approver of [author, colleague]) {
      const { status, body } = await take(contract.approveProgram, approver, program);
      expect([status, body.code]).toEqual([403, 'program.own_approval']);
    }
    expect((await take(contract.approveProgram, asUser(), program)).body.code).toBe('auth.forbidden');
  });

  it('is closed to a programme that breaks rules, which are named in the language of the reader', async () => {
    const author = asUser({ locale: 'ru' });
    const program = await buildReadyProgram(service, author);
    await breakRules(author, program);
    const { status, body } = await take(contract.submitProgram, author, program);
    expect([status, body.code, body.title]).toEqual([409, 'program.has_errors', 'Программа нарушает правила; см. замечания']);
    expect(body.errors[0]).toEqual({ pointer: expect.stringMatching(/^\//), message: expect.stringMatching(/[а-яё]/i) });
  });

  it.each<[string, Step, string[]]>([
    ['submitted', contract.submitProgram, ['review', 'approved', 'archived']],
    ['approved', contract.approveProgram, ['draft', 'approved', 'archived']],
    ['archived', contract.archiveProgram, ['review', 'archived']],
    ['unarchived', contract.unarchiveProgram, ['draft', 'review', 'approved']],
  ])('lets nothing be %s out of turn', async (_name, step, statuses) => {
    const reviewer = asStaff();
    const program = await buildReadyProgram(service, asUser());
    for (const status of statuses) {
      await service.rows((db) => db.query('UPDATE programs SET status = $1 WHERE id = $2', [status, program.id]));
      const { body } = await take(step, reviewer, program);
      expect([status, body.code]).toEqual([status, 'program.wrong_status']);
    }
  });

  it('allows edits, restores and proposals in the draft alone', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    const params = { programId: program.id };
    const restored = await service.call(restoreVersion, { as: author, params: { ...params, number: 1 } });
    const body = { block: 'aim', instruction: '' };
    const proposed = await service.call(createProposal, { as: author, params, body });
    const codes = [(await breakRules(author, program)).body.code, restored.body.code, proposed.body.code];
    expect(codes).toEqual(Array(3).fill('program.wrong_status'));
  });

  it('lets one of two who approve at once win, and tells it once', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    const approvals = await Promise.all([asStaff(), asStaff()].map((as) => take(contract.approveProgram, as, program)));
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await published(contract.programApproved, program)).toHaveLength(1);
  });

  it('obeys If-Match, and hides from strangers and before there is a document', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    expect((await take(contract.submitProgram, author, program, { 'if-match': '"1"' })).status).toBe(412);
    expect((await take(contract.submitProgram, asUser(), program)).body.code).toBe('program.not_found');
    const waiting = await buildWaitingProgram(service, author);
    expect((await take(contract.submitProgram, author, waiting)).body.code).toBe('program.not_ready');
  });

  it('ends at the approval when a rule is broken by then', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    // As a rule would have it that depends on the day.
    await service.rows((db) =>
      db.query("UPDATE programs SET document = jsonb_set(document, '{hours}', '71') WHERE id = $1", [program.id]),
    );
    const { status, body } = await take(contract.approveProgram, asStaff(), program);
    expect([status, body.code, body.errors]).toMatchObject([409, 'program.has_errors', [{ pointer: expect.any(String) }]]);
    expect(await published(contract.programApproved, program)).toEqual([]);
  });

  it('goes back from review and approved alone, and never without a word', async () => {
    const reviewer = asStaff();
    const program = await buildReadyProgram(service, asUser());
    for (const status of ['draft', 'archived']) {
      await service.rows((db) => db.query('UPDATE programs SET status = $1 WHERE id = $2', [status, program.id]));
      expect((await giveBack(reviewer, program)).body.code).toBe('program.wrong_status');
    }
    const body = { comment: ' ' };
    const silent = await service.call(contract.returnProgram, { as: reviewer, params: { programId: program.id }, body });
    expect([silent.status, silent.body.code]).toEqual([400, 'request.invalid']);
    const comments = await service.call(listComments, { as: reviewer, params: { programId: program.id } });
    expect(comments.body.items).toEqual([]);
  });

  it('is left by those alone who may approve once it is approved, and begins anew without the approval', async () => {
    const [author, reviewer] = [asUser(), asStaff()];
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    await take(contract.approveProgram, reviewer, program);
    expect((await take(contract.archiveProgram, author, program)).body.code).toBe('auth.forbidden');
    expect((await take(contract.archiveProgram, reviewer, program)).body).toMatchObject({
      status: 'archived',
      approval: { by: reviewer.id },
    });
    expect((await take(contract.unarchiveProgram, author, program)).body).toMatchObject({ status: 'draft', approval: null });
    // Whoever submitted the last edition may approve the next.
    await take(contract.submitProgram, asStaff(), program);
    expect((await take(contract.approveProgram, reviewer, program)).body.approval.by).toBe(reviewer.id);
  });

  it('leaves the document as it was read', async () => {
    const author = asUser();
    const program = await buildReadyProgram(service, author);
    await take(contract.submitProgram, author, program);
    const { body } = await take(contract.approveProgram, asStaff(), program);
    expect([body.document, body.documentVersion]).toEqual([program.document, program.documentVersion]);
  });
});
