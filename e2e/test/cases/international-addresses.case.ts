import { confirmEmail, register } from '@lyceum/contracts/tokens/registration';
import { login } from '@lyceum/contracts/tokens/session';
import { getMe } from '@lyceum/contracts/users/profile';
import { openMailbox, waitForMail } from '../../src/mailbox.ts';
import { poll } from '../../src/poll.ts';
import { type Case, readInput } from './case.ts';

const folder = '05-idn-email';
const password = 'a long sentence I remember';
/** The first of the addresses, as it is kept: школа is xn--80atdl2c. */
const first = 'user@xn--80atdl2c.xn--p1ai';

export const internationalAddresses: Case = {
  folder,
  outcome: 'every address may register, and both spellings of a domain are one account',
  async run({ stack, api }) {
    const addresses = readInput(folder, 'addresses.txt').toString().trim().split('\n');
    for (const email of addresses) {
      expect((await api.send(register, { body: { email, password, name: 'Вера' } })).status).toBe(202);
    }
    const mailbox = await openMailbox(stack.mailUrl ?? '');
    const { text } = await waitForMail(mailbox, first, 'the confirmation mail', (mail) => mail.text.includes('token='));
    await api.call(confirmEmail, { body: { token: /token=([\w-]+)/.exec(text)?.[1] ?? '' } });
    for (const email of [addresses[0] ?? '', first]) {
      const { accessToken: token } = (await api.call(login, { body: { email, password } })).body;
      const profile = await poll('the profile', 10_000, async () => {
        const response = await api.send(getMe, { token });
        return response.status === 200 ? getMe.response.parse(await response.json()) : undefined;
      });
      expect(profile.email).toBe(first);
    }
  },
};
