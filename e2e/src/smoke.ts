import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listCourses } from '@lyceum/contracts/courses/course';
import { login } from '@lyceum/contracts/tokens/session';
import { type Api, createApi } from './api.ts';
import { openMailbox, waitForMail } from './mailbox.ts';
import { registerAndConfirm, rotate, signIn, signInByForm, signOut, updateProfile, waitForProfile } from './people.ts';
import { download, orderProgram, waitForNotices, waitUntilReady } from './programs.ts';
import { getReason } from './reason.ts';
import { openDocs, refuseBadRequests } from './refusals.ts';
import { loadWhile } from './steady-load.ts';
import { askKnown, followCitation, retire, sentence, teach, textLesson, type Visitor } from './tutor.ts';
import { clip, playStart, removeVideo, uploadVideo, waitUntilMade } from './videos.ts';

const usage = `npm run smoke -- <base url> [--mail <url of the mail page>] [--admin <e-mail> --password-file <path>] [--while <shell command>]...
  --mail   default: port 8025 of the same host
  --admin  signs in as an administrator with the password of that file, uploads and plays a video, teaches a lesson and asks the tutor about it
  --while  runs the command under load after the journey; no request may fail, such as --while "docker compose restart users"`;

/** One line for each step; the first that fails ends the run. */
async function step<Result>(title: string, run: () => Promise<Result>, detail?: (result: Result) => string): Promise<Result> {
  const start = performance.now();
  try {
    const result = await run();
    console.log(`ok    ${title}${detail ? `: ${detail(result)}` : ''} (${Math.round(performance.now() - start)} ms)`);
    return result;
  } catch (error) {
    console.log(`FAIL  ${title}`);
    throw error;
  }
}

interface Journey {
  readonly mailUrl: string;
  readonly admin: { readonly email: string; readonly password: string } | undefined;
  readonly commands: readonly string[];
}

async function journey(baseUrl: string, { mailUrl, admin, commands }: Journey): Promise<void> {
  const api = createApi(baseUrl);
  const mailbox = await step(
    'open the mail page',
    () => openMailbox(mailUrl),
    ({ name }) => name,
  );
  await step(
    'open the documentation',
    () => openDocs(api),
    (paths) => `${paths} addresses`,
  );

  const anna = await step('register in Russian and confirm by mail', () => registerAndConfirm(api, mailbox, 'Анна Ким', 'ru'));
  const ben = await step('register in English and confirm by mail', () => registerAndConfirm(api, mailbox, 'Ben Hill', 'en'));
  const signedIn = await step('sign in with JSON', () => signIn(api, anna));
  const token = await step('sign in with the OAuth 2.0 form', () => signInByForm(api, anna));
  const profile = await step('read the profile', () => waitForProfile(api, token));
  assert.deepEqual([profile.email, profile.name, profile.locale], [anna.email, anna.name, anna.locale], 'profile');
  await step('update it, but not over a newer version', () => updateProfile(api, token));

  const ordered = await step('order a programme, once for two equal requests', () => orderProgram(api, token));
  const program = await step('wait until it is generated', () => waitUntilReady(api, token, ordered));
  const isAboutIt = (mail: { text: string }) => mail.text.includes(program.id) || mail.text.includes(program.title);
  await step('get the mail about it', () => waitForMail(mailbox, anna.email, 'the mail about the programme', isAboutIt));
  await step('read the list of sent mails', () => waitForNotices(api, token));
  await step(
    'download the document',
    () => download(api, token, program),
    (size) => `${size} bytes`,
  );

  await step('read the catalogue of courses', () => api.call(listCourses, { token }));
  if (admin) await actAsAdmin(api, admin);
  await step(
    'refuse bad requests with problem documents',
    () => refuseBadRequests(api, token),
    (count) => `${count} requests`,
  );
  for (const command of commands) {
    const sessions = [await signIn(api, anna), await signIn(api, ben)];
    await step(
      `answer everything during: ${command}`,
      () => withoutFailure(api, sessions, command),
      (summary) => summary,
    );
  }
  const rotated = await step('rotate the refresh token', () => rotate(api, signedIn));
  await step('sign out, obeyed within a second', () => signOut(api, rotated));
}

async function actAsAdmin(api: Api, admin: { email: string; password: string }): Promise<void> {
  const { accessToken: token } = await step(
    'sign in as an administrator',
    async () => (await api.call(login, { body: admin })).body,
  );
  const author = { api, token };
  await watchVideo(author);
  await askAboutLesson(author);
}

async function watchVideo(author: Visitor): Promise<void> {
  const video = await step('upload a video in parts', () => uploadVideo(author, 'Проверка.mp4', clip));
  await step('wait until every quality is made', () => waitUntilMade(author, video));
  await step(
    'play its beginning with a key of one’s own',
    () => playStart(author, video),
    ({ length }) => `${length} bytes`,
  );
  await step('delete it', () => removeVideo(author, video));
}

async function askAboutLesson(author: Visitor): Promise<void> {
  const lesson = await step('publish a lesson', async () => {
    const [taught] = await teach(author, [textLesson]);
    assert.ok(taught, 'a lesson');
    return taught;
  });
  const { citations } = await step('ask the tutor about it', () => askKnown(author, lesson, 'Где живёт дефект?'));
  await step('follow a citation to its block', async () => {
    const citation = citations.find(({ quote }) => quote.includes(sentence.slice(0, 20)));
    assert.ok(citation, `the sentence is cited: ${JSON.stringify(citations)}`);
    await followCitation(author, citation);
  });
  await step('archive its course', () => retire(author, lesson));
}

async function withoutFailure(...load: Parameters<typeof loadWhile>): Promise<string> {
  const { requests, failures, slowestMs } = await loadWhile(...load);
  assert.ok(failures.length === 0, `${failures.length} of ${requests} requests failed:\n${failures.slice(0, 10).join('\n')}`);
  return `${requests} requests, none failed, the slowest took ${Math.round(slowestMs)} ms`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mail: { type: 'string' },
    admin: { type: 'string' },
    'password-file': { type: 'string' },
    while: { type: 'string', multiple: true, default: [] },
  },
});
const [baseUrl] = positionals;
const { mail, admin: email, 'password-file': passwordFile, while: commands } = values;
if (!baseUrl || !URL.canParse(baseUrl) || (email === undefined) !== (passwordFile === undefined)) {
  console.error(usage);
  process.exit(2);
}
const mailPage = new URL(baseUrl);
mailPage.port = '8025';
mailPage.protocol = 'http:';
try {
  const admin = email && passwordFile ? { email, password: readFileSync(passwordFile, 'utf8').trim() } : undefined;
  await journey(baseUrl.replace(/\/+$/, ''), { mailUrl: mail ?? mailPage.origin, admin, commands });
  console.log('The whole journey passed.');
} catch (error) {
  console.log(getReason(error));
  process.exitCode = 1;
}
