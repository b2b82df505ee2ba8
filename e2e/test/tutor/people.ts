import type { Session } from '@lyceum/contracts/tokens/session';
import { login } from '@lyceum/contracts/tokens/session';
import { createApi } from '../../src/api.ts';
import { openMailbox } from '../../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../../src/people.ts';
import type { Visitor } from '../../src/tutor.ts';
import type { PrivateStack } from '../private-stack.ts';

/** The administrator, who teaches. */
export async function signInAdmin(stack: PrivateStack): Promise<Visitor> {
  const api = createApi(stack.gatewayUrl);
  return { api, token: (await api.call(login, { body: stack.demo })).body.accessToken };
}

/** Somebody new. */
export async function joinSchool(stack: PrivateStack, name: string): Promise<Visitor> {
  const api = createApi(stack.gatewayUrl);
  const person = await registerAndConfirm(api, await openMailbox(stack.mailUrl ?? ''), name, 'ru');
  const session: Session = await signIn(api, person);
  return { api, token: session.accessToken };
}
