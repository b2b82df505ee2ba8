import { randomUUID } from 'node:crypto';
import { fillPath } from '@lyceum/common/client';
import type { Route } from '@lyceum/common/http';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import {
  authForbidden,
  authRequired,
  requestInvalid,
  requestUnsupportedMediaType,
} from '@lyceum/contracts/shared/common-problems';
import { problemDocument } from '@lyceum/contracts/shared/problem-document';
import { type Role, roles } from '@lyceum/contracts/shared/roles';
import { z } from 'zod';
import { asUser, type TestActor } from './actors.ts';
import type { TestService } from './service.ts';

/** Why a route does not answer as all others do, by its address: `POST /auth/login`. */
type Exceptions = Readonly<Record<string, string>>;

/** Values of parameters by their names, and of ids that only queries and bodies name. */
export type TestIds = Readonly<Record<string, string>>;

type Inputs = Readonly<Record<string, { readonly query?: object; readonly body?: object }>>;

export interface AccessTable {
  /** Routes that anybody may call. */
  readonly open?: Exceptions;
  /** Routes of everybody who is signed in, whatever the roles. */
  readonly anyRole?: Exceptions;
  /** Routes that take the id of a row that is not there. */
  readonly anyId?: Exceptions;
  /** Rows of the space `main`, and who sees them there; needed as soon as a route has a parameter. */
  rows?(): Promise<{ readonly owner: TestActor; readonly ids: TestIds }>;
  /** By the address of a route, what it is sent besides its parameters: for the same ids always the same. */
  inputs?(ids: TestIds): Inputs;
  /** What an actor signs requests with; by default a token of the test's own keys. */
  toHeaders?(actor: TestActor): Promise<Readonly<Record<string, string>>>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
  readonly pointers: readonly string[];
}

/** Each check goes through the routes of the running service and returns what is wrong, a line each. */
export type AccessCheck = () => Promise<string[]>;

const elsewhere = 'elsewhere';
const toAddress = ({ endpoint }: Route) => `${endpoint.method} ${endpoint.path}`;
const isStream = ({ endpoint }: Route) => endpoint.produces === 'text/event-stream';
const isId = (value: string | undefined): value is string => z.uuid().safeParse(value).success;
const shown = ({ status, code }: Answer) => [status, code].filter((part) => part !== undefined).join(' ');
const allowedRoles = ({ access, endpoint }: Route): readonly Role[] =>
  typeof access === 'string' || endpoint.internal ? roles : access.roles;
const allowedServices = ({ access }: Route) => (typeof access === 'string' ? [] : access.services);

/** What no address of a contract has, whatever its type; a parameter that takes all of them is not checked at all. */
const malformedTexts = ['42', 'none', '-', '%'];

/** The same names with ids of no row. */
function withUnknownIds(ids: TestIds): TestIds {
  return Object.fromEntries(Object.entries(ids).map(([name, value]) => [name, isId(value) ? randomUUID() : value]));
}

export function createAccessChecks(service: TestService, table: AccessTable) {
  const { open = {}, anyRole = {}, anyId = {}, inputs = (): Inputs => ({}) } = table;
  const toHeaders = table.toHeaders ?? (async (actor) => ({ authorization: `Bearer ${service.token(actor)}` }));
  let built: ReturnType<NonNullable<AccessTable['rows']>> | undefined;
  const rows = () => {
    built ??= table.rows?.() ?? Promise.resolve({ owner: asUser(), ids: {} });
    return built;
  };
  const guarded = () => service.routes.filter((route) => !(toAddress(route) in open));

  const toRequest = (route: Route, ids: TestIds) => {
    const { query = {}, body } = inputs(ids)[toAddress(route)] ?? {};
    return { path: fillPath(route.endpoint, ids, { ...query }), body: body && JSON.stringify(body) };
  };

  /** What a service sends that asks for a person. */
  const headersOfService = (asking: ServiceName, { id, roles: held, space }: TestActor) => ({
    authorization: `Bearer ${service.keys.signForService(asking, { now: service.clock.now() })}`,
    'x-lyceum-person': id,
    'x-lyceum-roles': held.join(','),
    'x-lyceum-space': space,
  });

  /** As this person, or as a service that asks for it where only services may. */
  async function send(route: Route, ids: TestIds, actor?: TestActor, asking = allowedServices(route)[0]): Promise<Answer> {
    const { path, body } = toRequest(route, ids);
    const identity = actor && (asking ? headersOfService(asking, actor) : await toHeaders(actor));
    const response = await fetch(service.url + path, {
      method: route.endpoint.method,
      redirect: 'manual',
      headers: { ...identity, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body }),
    });
    const { status } = response;
    if (status < 400 && isStream(route)) {
      await response.body?.cancel();
      return { status, text: '', code: undefined, pointers: [] };
    }
    const text = await response.text();
    const { code, errors = [] } = (status >= 400 && problemDocument.safeParse(JSON.parse(text)).data) || {};
    return { status, text, code, pointers: errors.map(({ pointer }) => pointer) };
  }

  /** Whoever the rows belong to, with every role that the route allows. */
  const insider = async (route: Route, space = 'main') => ({ ...(await rows()).owner, roles: allowedRoles(route), space });

  /** What the owner of the rows reads at every route. Other answers than a success have an id or an address of their own each time. */
  async function ownAnswers(): Promise<Map<string, Answer>> {
    const { ids } = await rows();
    const answers = new Map<string, Answer>();
    for (const route of guarded().filter((one) => one.endpoint.method === 'GET' && !isStream(one))) {
      const answer = await send(route, ids, await insider(route));
      answers.set(toAddress(route), answer.status < 300 ? answer : { ...answer, text: '' });
    }
    return answers;
  }

  /** What a route answers to everybody that its access leaves out. */
  async function askRefused(route: Route): Promise<[who: string, Answer][]> {
    const answers: [string, Answer][] = [];
    if (route.endpoint.internal) {
      for (const asking of serviceNames.filter((name) => !allowedServices(route).includes(name)))
        answers.push([asking, await send(route, {}, asUser(), asking)]);
      return answers;
    }
    for (const held of [[], ...roles.filter((role) => !allowedRoles(route).includes(role)).map((role) => [role])])
      answers.push([held[0] ?? 'no role', await send(route, {}, asUser({ roles: held }))]);
    return answers;
  }

  return {
    async 'is asked with what it takes, and the table has nothing else'() {
      const { ids } = await rows();
      const given = inputs(ids);
      const addresses = new Set(service.routes.map(toAddress));
      const named = [open, anyRole, anyId, given].flatMap((part) => Object.keys(part));
      const faults = named.filter((address) => !addresses.has(address)).map((address) => `${address}: is not there`);
      for (const route of guarded()) {
        const address = toAddress(route);
        for (const name of Object.keys(route.endpoint.params.shape))
          if (ids[name] === undefined) faults.push(`${address}: there is no row for :${name}`);
        if (!(route.endpoint.body instanceof z.ZodUndefined) && !given[address]?.body)
          faults.push(`${address}: there is no body`);
      }
      return faults;
    },

    async 'answers 401 without a token'() {
      const faults: string[] = [];
      for (const route of service.routes) {
        const answer = await send(route, {});
        const isRefused = answer.status === 401 && answer.code === authRequired.code;
        const isOpen = toAddress(route) in open;
        if (isRefused === isOpen) faults.push(`${toAddress(route)}: ${isOpen ? 'is not open' : shown(answer)}`);
      }
      return faults;
    },

    async 'answers 403 to roles and services it is not for'() {
      const faults: string[] = [];
      for (const route of guarded()) {
        const address = toAddress(route);
        if (address in anyRole) {
          if (route.access !== 'signed-in') faults.push(`${address}: is not for any role`);
          continue;
        }
        for (const [who, answer] of await askRefused(route))
          if (answer.status !== 403 || answer.code !== authForbidden.code) faults.push(`${address}: ${shown(answer)} to ${who}`);
      }
      return faults;
    },

    async 'answers 400 to a malformed parameter'() {
      const { ids } = await rows();
      const faults: string[] = [];
      for (const route of guarded()) {
        for (const [name, schema] of Object.entries(route.endpoint.params.shape)) {
          const malformed = malformedTexts.find((text) => !z.safeParse(schema, text).success);
          if (malformed === undefined) {
            faults.push(`${toAddress(route)}: takes any text as :${name}`);
            continue;
          }
          const answer = await send(route, { ...ids, [name]: malformed }, await insider(route));
          if (answer.code !== requestInvalid.code || !answer.pointers.includes(`/path/${name}`))
            faults.push(`${toAddress(route)}: ${shown(answer)} to ${malformed} as :${name}`);
        }
      }
      return faults;
    },

    async 'answers 404 to an unknown id, the same to each of a kind'() {
      const { ids } = await rows();
      const faults: string[] = [];
      const codes = new Map<string, string | undefined>();
      for (const route of guarded().filter((one) => !(toAddress(one) in anyId))) {
        for (const name of Object.keys(route.endpoint.params.shape).filter((one) => isId(ids[one]))) {
          const answer = await send(route, { ...ids, [name]: randomUUID() }, await insider(route));
          const code = codes.get(name) ?? answer.code;
          if (answer.status !== 404 || !isDeclared(route, answer) || answer.code !== code)
            faults.push(`${toAddress(route)}: ${shown(answer)} to an unknown :${name}`);
          else codes.set(name, code);
        }
      }
      return faults;
    },

    async 'shows and changes nothing of another space'() {
      const { ids } = await rows();
      const unknown = withUnknownIds(ids);
      const rowIds = Object.entries(ids).filter(([, value]) => isId(value));
      const faults: string[] = [];
      const before = await ownAnswers();
      for (const [address, answer] of before) if (answer.status >= 400) faults.push(`${address}: ${shown(answer)} to the owner`);
      for (const [name, value] of rowIds)
        if (![...before.values()].some(({ text }) => text.includes(value))) faults.push(`no route shows :${name} to the owner`);

      const takesAnyId = (route: Route) => toAddress(route) in anyId;
      for (const route of guarded().filter((one) => !takesAnyId(one))) {
        const address = toAddress(route);
        const answer = await send(route, ids, await insider(route, elsewhere));
        if (isUnread(answer)) faults.push(`${address}: ${shown(answer)} to what it is sent`);
        if (JSON.stringify(toRequest(route, ids)) !== JSON.stringify(toRequest(route, unknown))) {
          const toUnknown = await send(route, unknown, await insider(route));
          if (!isDeclared(route, answer) || shown(answer) !== shown(toUnknown))
            faults.push(`${address}: ${shown(answer)} to another space`);
        }
        for (const [name, value] of rowIds)
          if (answer.status < 400 && answer.text.includes(value)) faults.push(`${address}: shows :${name} to another space`);
      }
      // They come last: they may make rows there that the others would find.
      for (const route of guarded().filter(takesAnyId)) {
        const answer = await send(route, ids, await insider(route, elsewhere));
        if (answer.status >= 400) faults.push(`${toAddress(route)}: does not take any id`);
      }

      for (const [address, answer] of await ownAnswers())
        if (answer.status !== before.get(address)?.status || answer.text !== before.get(address)?.text)
          faults.push(`${address}: has changed for the owner`);
      return faults;
    },
  } satisfies Readonly<Record<string, AccessCheck>>;
}

/** Refused before the handler looks for a row. */
const isUnread = ({ code }: Answer) => code === requestInvalid.code || code === requestUnsupportedMediaType.code;

const isDeclared = ({ endpoint }: Route, { status, code }: Answer) =>
  endpoint.errors.some((problem) => problem.code === code && problem.status === status);
