import { confirmEmail, register } from '@lyceum/contracts/tokens/registration';
import { login, tokenGrant } from '@lyceum/contracts/tokens/session';
import { z } from 'zod';
import { openMailbox, waitForMail } from '../../src/mailbox.ts';
import { type Case, readInput } from './case.ts';

const folder = '15-space-around-email';
const inputs = z.object({ email: z.string(), password: z.string() });

export const spaceAroundAddress: Case = {
  folder,
  outcome: 'is no part of the address where somebody registers, signs in or asks for a token',
  async run({ stack, api }) {
    const { email: given, password } = inputs.parse(JSON.parse(readInput(folder, 'body.json').toString()));
    await api.call(register, { body: { email: given, password, name: 'Вера' } });
    const mailbox = await openMailbox(stack.mailUrl ?? '');
    const { text } = await waitForMail(mailbox, given.trim(), 'the confirmation mail', (mail) => mail.text.includes('token='));
    await api.call(confirmEmail, { body: { token: /token=([\w-]+)/.exec(text)?.[1] ?? '' } });
    expect((await api.send(login, { body: { email: given, password } })).status).toBe(200);
    const grant = { grant_type: 'password', username: given, password };
    expect((await api.send(tokenGrant, { body: grant })).status).toBe(200);
  },
};
