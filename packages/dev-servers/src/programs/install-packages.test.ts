import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from './install-packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-apt-'));
const policyFile = join(folder, 'policy-rc.d');
const calls = join(folder, 'calls');
afterEach(() => {
  for (const file of [policyFile, calls]) rmSync(file, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands in for apt-get: notes how it was called and what the policy said meanwhile, then does as told. */
function fakeApt(install: string) {
  const aptGet = join(folder, 'apt-get');
  writeFileSync(
    aptGet,
    `#!/bin/sh
echo "$* | policy $(${policyFile} >/dev/null 2>&1; echo $?)" >> ${calls}
case "$*" in *update) echo 'E: a source is broken' >&2; exit 100 ;; esac
${install}`,
  );
  chmodSync(aptGet, 0o755);
  return { aptGet, asRoot: [], policyFile };
}

it('installs without starting servers, tells the progress, and takes its policy away again', async () => {
  const said: string[] = [];
  const apt = fakeApt(
    `echo 'Need to get 41.6 MB of archives.'; echo 'Setting up libfoo (1) ...'; echo 'Setting up redis-server (7) ...'`,
  );
  await installPackages(['redis-server', 'rabbitmq-server'], (line) => said.push(line), apt);
  expect(said).toEqual([
    'Installing redis-server and rabbitmq-server with apt (once) ...',
    '  Need to get 41.6 MB of archives.',
    '  Setting up redis-server (7)',
  ]);
  // invoke-rc.d reads exit status 101 of the policy as "forbidden".
  expect(readFileSync(calls, 'utf8').trim().split('\n')).toEqual([
    '-o DPkg::Lock::Timeout=300 update | policy 101',
    '-o DPkg::Lock::Timeout=300 install -y --no-install-recommends redis-server rabbitmq-server | policy 101',
  ]);
  expect(existsSync(policyFile)).toBe(false);
});

it("keeps somebody else's policy, and removes one that a killed run left", async () => {
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  await installPackages(['redis-server'], () => undefined, fakeApt('exit 0'));
  expect(readFileSync(policyFile, 'utf8')).toBe('#!/bin/sh\nexit 101\n');

  writeFileSync(policyFile, '#!/bin/sh\n# Written by Lyceum for the time of one installation.\nexit 101\n');
  await installPackages(['redis-server'], () => undefined, fakeApt('exit 0'));
  expect(existsSync(policyFile)).toBe(false);
});

it('says in one sentence what apt complains about, and takes its policy away', async () => {
  const apt = fakeApt("echo 'E: Unable to locate package redis-server' >&2; exit 100");
  await expect(installPackages(['redis-server'], () => undefined, apt)).rejects.toThrow(
    /^apt could not install redis-server: .*Unable to locate package redis-server$/,
  );
  expect(existsSync(policyFile)).toBe(false);
});

it.each([
  [{ aptGet: '/usr/bin/apt-get', asRoot: undefined }, 'this user may not install packages'],
  [{ aptGet: undefined, asRoot: undefined }, 'there is no apt here'],
])('names the packages and offers Docker when it cannot install: %j', async (manager, reason) => {
  await expect(installPackages(['redis-server', 'rabbitmq-server'], () => undefined, { ...manager, policyFile })).rejects.toThrow(
    `Lyceum needs redis-server and rabbitmq-server, and ${reason}: run "sudo apt-get install --no-install-recommends redis-server rabbitmq-server"`,
  );
});
