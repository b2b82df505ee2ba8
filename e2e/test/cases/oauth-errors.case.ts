import assert from 'node:assert/strict';
import { login } from '@lyceum/contracts/tokens/session';
import { type Case, readInput } from './case.ts';
import { postForm } from './post-form.ts';

const folder = '14-oauth-errors-and-empty-parameters';

export const oauthErrors: Case = {
  folder,
  outcome: 'fails as RFC 6749 says, and takes an empty parameter for an absent one',
  async run({ api, stack }) {
    const toForm = (name: string) => new URLSearchParams(readInput(folder, name).toString());
    const wrong = toForm('wrong-password.txt');
    wrong.set('username', stack.demo.email);
    const { status, headers, body } = await postForm(stack, wrong);
    assert.deepEqual([status, body['error']], [400, 'invalid_grant']);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(headers.get('cache-control'), 'no-store');

    const empty = toForm('empty-parameters.txt');
    empty.set('refresh_token', (await api.call(login, { body: stack.demo })).body.refreshToken);
    assert.equal((await postForm(stack, empty)).status, 200);
  },
};
