import * as contract from '@lyceum/contracts/program-generation/comment';
import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const write = (as: TestActor, programId: string, block: string | null = null, text = 'Уточните.') =>
  service.call(contract.createComment, { as, params: { programId }, body: { block, text } });

async function list(as: TestActor, programId: string, query: { block?: string; resolved?: string } = {}): Promise<string[]> {
  const { body } = await service.call(contract.listComments, { as, params: { programId }, query });
  return body.items.map(({ text }: contract.ProgramComment) => text);
}

const resolve = (as: TestActor, programId: string, commentId: string) =>
  service.call(contract.resolveComment, { as, params: { programId, commentId } });
const remove = (as: TestActor, programId: string, commentId: string) =>
  service.call(contract.deleteComment, { as, params: { programId, commentId } });

describe('comments', () => {
  it('are written on a block or on the whole, and listed oldest first by block and by what is dealt with', async () => {
    const [author, reviewer] = [asUser(), asStaff()];
    const { id } = await buildReadyProgram(service, author);
    const first = await write(reviewer, id, 'aim', 'о цели');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ programId: id, block: 'aim', authorId: reviewer.id, resolved: null });
    await write(author, id, null, 'обо всём');
    expect(await list(author, id)).toEqual(['о цели', 'обо всём']);
    expect(await list(author, id, { block: 'aim' })).toEqual(['о цели']);
    const resolved = await resolve(author, id, first.body.id);
    expect(resolved.body.resolved).toEqual({ by: author.id, at: expect.any(String) });
    expect((await resolve(reviewer, id, first.body.id)).body).toEqual(resolved.body);
    expect([await list(author, id, { resolved: 'true' }), await list(author, id, { resolved: 'false' })]).toEqual([
      ['о цели'],
      ['обо всём'],
    ]);
  });

  it('are deleted by their author and by staff', async () => {
    const [author, reviewer] = [asUser(), asStaff()];
    const { id } = await buildReadyProgram(service, author);
    const [theirs, own] = [(await write(reviewer, id)).body, (await write(author, id)).body];
    expect((await remove(author, id, theirs.id)).body.code).toBe('auth.forbidden');
    expect((await remove(author, id, own.id)).status).toBe(204);
    expect((await remove(asStaff(), id, theirs.id)).status).toBe(204);
    expect((await remove(reviewer, id, theirs.id)).body.code).toBe('comment.not_found');
    expect((await resolve(author, id, own.id)).body.code).toBe('comment.not_found');
  });

  it('are refused on no block, without a text, by strangers, and before there is a document', async () => {
    const author = asUser();
    const { id } = await buildReadyProgram(service, author);
    expect((await write(author, id, 'topic:nowhere')).body.code).toBe('program.block_not_found');
    expect((await write(author, id, 'aim', ' ')).body.code).toBe('request.invalid');
    expect((await write(asUser(), id)).body.code).toBe('program.not_found');
    expect((await service.call(contract.listComments, { as: asUser(), params: { programId: id } })).status).toBe(404);
    const waiting = await buildWaitingProgram(service, author);
    expect((await write(author, waiting.id, 'aim')).body.code).toBe('program.not_ready');
  });

  it('are listed page by page', async () => {
    const author = asUser();
    const { id: programId } = await buildReadyProgram(service, author);
    for (const text of ['один', 'два', 'три']) await write(author, programId, null, text);
    const page = async (query: { cursor?: string }) =>
      (await service.call(contract.listComments, { as: author, params: { programId }, query: { ...query, limit: 2 } })).body;
    const first = await page({});
    const second = await page({ cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ text }: contract.ProgramComment) => text)).toEqual(['один', 'два', 'три']);
    expect(second.nextCursor).toBeNull();
  });

  it('belong to one programme, and outlive the block they are on', async () => {
    const author = asUser();
    const [program, other] = [await buildReadyProgram(service, author), await buildReadyProgram(service, author)];
    const block = `question:${program.document?.questions[0]?.id}`;
    const { body: comment } = await write(author, program.id, block, 'об этом вопросе');
    for (const change of [resolve, remove]) {
      const { status, body } = await change(author, other.id, comment.id);
      expect([status, body.code]).toEqual([404, 'comment.not_found']);
    }
    const operations = [{ op: 'remove', path: '/questions/0' } as const];
    await service.call(patchDocument, { as: author, params: { programId: program.id }, body: { operations } });
    expect(await list(author, program.id, { block })).toEqual(['об этом вопросе']);
    expect((await remove(author, program.id, comment.id)).status).toBe(204);
  });

  it.each(['resolved=maybe', 'block=everything', 'limit=0', 'cursor=abc', 'by=me'])('are not listed by %s', async (query) => {
    const author = asUser();
    const { id } = await buildReadyProgram(service, author);
    const { status, body } = await service.http
      .get(`/api/v1/programs/${id}/comments?${query}`)
      .set('authorization', `Bearer ${service.token(author)}`);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
  });
});
