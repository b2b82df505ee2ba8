import { exec } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { listNotifications } from '@lyceum/contracts/notifications/notification';
import { listPrograms } from '@lyceum/contracts/program-generation/program';
import { refresh, type Session } from '@lyceum/contracts/tokens/session';
import { jwks } from '@lyceum/contracts/tokens/signing-key';
import { getMe, updateMe } from '@lyceum/contracts/users/profile';
import type { Api } from './api.ts';
import { getReason } from './reason.ts';

const perSecond = 50;
const beforeMs = 1000;
const afterMs = 2000;
const longestMs = 60_000;

export interface LoadReport {
  readonly requests: number;
  readonly failures: readonly string[];
  readonly slowestMs: number;
}

/**
 * 50 requests a second to every service, reads and writes, from a second before a shell command starts until two after it
 * ended. The sessions are used in turn, so that no limit per person is met.
 */
export async function loadWhile(api: Api, sessions: Session[], command: string): Promise<LoadReport> {
  const failures: string[] = [];
  const open = new Set<Promise<void>>();
  let requests = 0;
  let slowestMs = 0;

  const answered = async (name: string, request: Promise<Response>) => {
    const start = performance.now();
    try {
      const response = await request;
      const text = await response.text();
      if (!response.ok) failures.push(`${name}: ${response.status} ${text}`);
    } catch (error) {
      failures.push(`${name}: ${getReason(error)}`);
    }
    slowestMs = Math.max(slowestMs, performance.now() - start);
  };
  const ask = (turn: number): Promise<void> => {
    const token = sessions[turn % sessions.length]?.accessToken ?? '';
    if (turn % 25 === 0) return answered('POST /auth/refresh', rotateFirst());
    if (turn % 10 === 3) return answered('PATCH /users/me', api.send(updateMe, { token, body: { about: `turn ${turn}` } }));
    if (turn % 10 === 5) return answered('GET jwks.json', api.send(jwks));
    if (turn % 5 === 1) return answered('GET /programs', api.send(listPrograms, { token }));
    if (turn % 5 === 2) return answered('GET /notifications', api.send(listNotifications, { token }));
    return answered('GET /users/me', api.send(getMe, { token }));
  };
  let rotation: Promise<unknown> = Promise.resolve();
  let refreshToken = sessions[0]?.refreshToken ?? '';
  // One after the other, as a client does: each needs the token that the one before gave.
  const rotateFirst = () => {
    const turn = rotation.then(async () => {
      const response = await api.send(refresh, { body: { refreshToken } });
      if (response.ok) refreshToken = refresh.response.parse(await response.clone().json()).refreshToken;
      return response;
    });
    rotation = turn.catch(() => undefined);
    return turn;
  };

  const start = performance.now();
  const timer = setInterval(() => {
    // By the clock and not by the ticks: on a busy machine these come late.
    const due = ((performance.now() - start) / 1000) * perSecond;
    for (; requests < due; requests += 1) {
      const request = ask(requests).finally(() => open.delete(request));
      open.add(request);
    }
  }, 1000 / perSecond);
  try {
    await pause(beforeMs);
    await promisify(exec)(command, { timeout: longestMs });
    await pause(afterMs);
  } finally {
    clearInterval(timer);
  }
  await Promise.all(open);
  return { requests, failures, slowestMs };
}
