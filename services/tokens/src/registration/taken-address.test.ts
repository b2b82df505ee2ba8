import * as contract from '@lyceum/contracts/tokens/registration';
import { login } from '@lyceum/contracts/tokens/session';
import { buildAddress, buildPassword, buildRegistration, from, mailsTo } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { RegistrationEntity } from './registration.entity.ts';

type Registration = ReturnType<typeof buildRegistration>;

const register = (body: Registration) => service.call(contract.register, { body, headers: from(buildAddress()) });
const confirm = (token: string, password?: string) =>
  service.call(contract.confirmEmail, { body: password === undefined ? { token } : { token, password } });
const statusOfLogin = async ({ email, password }: Registration) =>
  (await service.call(login, { body: { email, password }, headers: from(buildAddress()) })).status;

const getEvents = async (name: string, email: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['email'] === email);

/** Tokens of the mails to the address, the newest first. */
const mailbox = async (email: string) => (await mailsTo(email)).map(({ token }) => token).toReversed();

/** `o`: the owner registers, always with the same password. `a`: somebody else does, each time with another. */
async function registerInTurn(turns: string) {
  const owner = buildRegistration({ name: 'Owner' });
  const attackers: Registration[] = [];
  for (const turn of turns) {
    if (turn === 'a') attackers.push({ ...owner, password: buildPassword(), name: 'Attacker' });
    expect((await register(turn === 'a' ? (attackers.at(-1) ?? owner) : owner)).status).toBe(202);
  }
  return { owner, attackers };
}

const turns = ['oa', 'ao', 'oaa', 'aoa', 'aao', 'oao', 'aoao', 'oaoa', 'aaaaaaaaaaaao', 'oaaaaaaaaaaaa'];

describe('an address that others register, too', () => {
  it.each(turns)('is nobody’s when its owner only follows links, the newest first (%s)', async (order) => {
    const { owner, attackers } = await registerInTurn(order);
    for (const token of await mailbox(owner.email)) expect([400, 409]).toContain((await confirm(token)).status);
    for (const person of [owner, ...attackers]) expect(await statusOfLogin(person)).toBe(401);
  });

  it.each(turns)('is the owner’s when she gives her password, whatever link she tries first (%s)', async (order) => {
    const { owner, attackers } = await registerInTurn(order);
    const statuses: number[] = [];
    for (const token of await mailbox(owner.email)) statuses.push((await confirm(token, owner.password)).status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(await statusOfLogin(owner)).toBe(200);
    for (const attacker of attackers) expect(await statusOfLogin(attacker)).toBe(401);
    const published = await getEvents(contract.accountRegistered.name, owner.email);
    expect(published.map(({ name }) => name)).toEqual(['Owner']);
  });

  it('stays in doubt when the registration of the owner has expired and only the other one waits', async () => {
    const { owner } = await registerInTurn('o');
    service.clock.advance(23 * 3_600_000);
    const attacker = { ...owner, password: buildPassword(), name: 'Attacker' };
    await register(attacker);
    service.clock.advance(2 * 3_600_000);
    const [newest = ''] = await mailbox(owner.email);
    expect((await confirm(newest)).body.code).toBe('auth.registration_contested');
    service.clock.reset();
    expect(await statusOfLogin(attacker)).toBe(401);
  });

  it('stays in doubt when only the other one waits and registers again', async () => {
    const { owner, attackers } = await registerInTurn('oa');
    await service.rows((db) => db.delete(RegistrationEntity, { email: owner.email, name: 'Owner' }));
    for (const attacker of attackers) await register(attacker);
    for (const token of await mailbox(owner.email)) expect([400, 409]).toContain((await confirm(token)).status);
    for (const attacker of attackers) expect(await statusOfLogin(attacker)).toBe(401);
  });

  it('is one person’s when several confirm at the same moment', async () => {
    const { owner, attackers } = await registerInTurn('oaa');
    const people = [...attackers.toReversed(), owner];
    const tokens = await mailbox(owner.email);
    const answers = await Promise.all(tokens.map((token, index) => confirm(token, people[index]?.password)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400, 400]);
    const logins = await Promise.all(people.map(statusOfLogin));
    expect(logins).toEqual(answers.map(({ status }) => (status === 204 ? 200 : 401)));
    expect(await getEvents(contract.accountRegistered.name, owner.email)).toHaveLength(1);
  });

  it('is never lost to strangers who registered twenty times before', async () => {
    const { owner } = await registerInTurn('aaaaaaaaaaaaaaaaaaaao');
    const [mine = ''] = await mailbox(owner.email);
    expect((await confirm(mine, owner.password)).status).toBe(204);
  });
});
