import assert from 'node:assert/strict';
import { login, refresh } from '@lyceum/contracts/tokens/session';
import { type Case, readInput } from './case.ts';
import { postForm } from './post-form.ts';

const folder = '12-stale-bearer-at-sign-in';

export const staleBearer: Case = {
  folder,
  outcome: 'lets in whoever gives the right credentials',
  async run({ api, stack }) {
    const headers = { authorization: readInput(folder, 'authorization.txt').toString() };
    const { body } = await api.call(login, { body: stack.demo, headers });
    await api.call(refresh, { body: { refreshToken: body.refreshToken }, headers });
    const form = new URLSearchParams({ grant_type: 'password', username: stack.demo.email, password: stack.demo.password });
    assert.equal((await postForm(stack, form, headers)).status, 200);
  },
};
