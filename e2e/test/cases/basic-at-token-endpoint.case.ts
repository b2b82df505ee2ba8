import assert from 'node:assert/strict';
import { type Case, readInput } from './case.ts';
import { postForm } from './post-form.ts';

const folder = '04-basic-at-token-endpoint';

export const basicAtTokenEndpoint: Case = {
  folder,
  outcome: 'signs in, whatever client the form of Swagger UI names',
  async run({ stack }) {
    const authorization = readInput(folder, 'authorization.txt').toString();
    const form = new URLSearchParams({ grant_type: 'password', username: stack.demo.email, password: stack.demo.password });
    const { status, body } = await postForm(stack, form, { authorization });
    assert.deepEqual([status, body['token_type']], [200, 'Bearer']);
  },
};
