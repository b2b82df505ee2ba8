import { types } from 'node:util';

/** What may be written down of an error: how it came about, and no value it met on the way. */
export interface ErrorReport {
  readonly type: string;
  readonly message?: string;
  /** SQLSTATE, or the code of the system or library. */
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly routine?: string;
  /** Members that did not fit their schema, with the rule each broke. */
  readonly issues?: readonly string[];
  readonly stack: string;
  readonly cause?: ErrorReport;
  readonly errors?: readonly ErrorReport[];
}

const maxDepth = 4;
const maxErrors = 10;
const named = ['code', 'constraint', 'table', 'column', 'routine'] as const;

/** Classes whose messages are ours or the runtime's. Parsers and libraries with classes of their own quote their input. */
const plainTypes = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'AggregateError',
  'AbortError',
  'TimeoutError',
]);
const ownTypes = new Set(['DomainError', 'ConfigError', 'StartFailure']);
/** An error with other members was made by a library for something it was given, such as a query, a command or a mail. */
const plainMembers = new Set(['code', 'errno', 'syscall', 'address', 'port', 'hostname', 'name', 'cause']);

export const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error;

export function reportError(error: unknown, depth = 1): ErrorReport {
  if (!isError(error)) return { type: typeof error, stack: '' };
  const fields = new Map<string, unknown>(Object.entries(error));
  const identifiers = named.flatMap((name) => {
    const value = fields.get(name);
    return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value) ? [[name, value] as const] : [];
  });
  const issues = getIssues(error);
  const nested = depth < maxDepth ? getNested(error) : undefined;
  const message = toMessage(error, fields);
  return {
    type: getType(error),
    ...(message && { message }),
    ...Object.fromEntries(identifiers),
    ...(issues && { issues }),
    stack: getFrames(error),
    ...(isError(nested?.cause) && { cause: reportError(nested.cause, depth + 1) }),
    ...(nested?.errors && { errors: nested.errors.slice(0, maxErrors).map((each) => reportError(each, depth + 1)) }),
  };
}

/** One line: for places that keep no more of a failure. */
export function summarizeError(error: unknown): string {
  const { type, message, code, constraint, table, column } = reportError(error);
  const parts = [code, constraint, table, column].filter((part) => part !== undefined && part !== message);
  return `${type}${parts.length > 0 ? ` (${parts.join(' ')})` : ''}${message ? `: ${message}` : ''}`;
}

/** What a terminal shows. */
export function errorText(error: unknown): string {
  const { stack, cause } = reportError(error);
  const own = [summarizeError(error), ...(stack ? [stack] : [])].join('\n');
  return cause && isError(error) ? `${own}\nCaused by: ${errorText(error.cause)}` : own;
}

function getType(error: Error): string {
  const name = error.constructor?.name ?? 'Error';
  return name === 'DOMException' || /^\w{0,2}$/.test(name) ? error.name : name;
}

function toMessage(error: Error, fields: ReadonlyMap<string, unknown>): string | undefined {
  const type = getType(error);
  if (ownTypes.has(type)) return error.message;
  if (!plainTypes.has(type) || [...fields.keys()].some((name) => !plainMembers.has(name))) return undefined;
  // Even the runtime quotes what it was given; where it has a code of its own, that tells enough.
  if (String(fields.get('code')).startsWith('ERR_')) return undefined;
  const concealed = error.message.replace(/(["'`]).*\1/gs, '…').replace(/\S+@\S+/g, '…');
  return concealed.slice(0, 300);
}

/** The message is part of a stack; only lines that name a place in the code are taken. */
function getFrames({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  const lines = (start === -1 ? stack : stack.slice(start + message.length)).split('\n');
  return lines.filter((line) => /^ {4}at [^\n]*(:\d+:\d+|<anonymous>|native|index \d+)\)?$/.test(line)).join('\n');
}

function getNested(error: Error): { cause: unknown; errors: readonly unknown[] | undefined } {
  const { cause } = error;
  const errors: unknown = Reflect.get(error, 'errors');
  return { cause, errors: Array.isArray(errors) ? errors.filter(isError) : undefined };
}

function getIssues(error: Error): readonly string[] | undefined {
  const issues: unknown = Reflect.get(error, 'issues');
  if (!Array.isArray(issues)) return undefined;
  return issues.slice(0, maxErrors).map((issue: { code?: unknown; path?: unknown }) => {
    const path = Array.isArray(issue.path) ? issue.path.filter((step) => /^\w{1,40}$/.test(String(step))) : [];
    return `/${path.join('/')}: ${String(issue.code)}`;
  });
}
