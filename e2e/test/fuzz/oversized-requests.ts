import type { PlannedRequest } from '../../src/largest/largest-requests.ts';

/** Bytes a body may have: JSON a megabyte, a form less, and one more is too much for both. */
const maxBytes = { json: 1_048_576, form: 102_400 };
/** With these a request still fits the headers that a server reads. */
const longHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'if-none-match': `"0"${' '.repeat(14_000)}x` },
  { 'if-none-match': '"0", '.repeat(2_800) },
  { 'if-match': '"0",'.repeat(3_500) },
  { 'idempotency-key': 'k'.repeat(14_000) },
  { 'accept-language': 'ru;q=0.1,'.repeat(1_500) },
  { accept: 'text/*;q=0,'.repeat(1_200) },
  { authorization: `Bearer ${'a.'.repeat(7_000)}` },
  { 'x-request-id': 'a'.repeat(14_000) },
  { 'last-event-id': '9'.repeat(14_000) },
];

/** A legal request with one part blown up to what a server reads at most, and beyond. */
export function oversizedRequests(request: PlannedRequest): PlannedRequest[] {
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const bodies = request.body === undefined ? [] : isForm ? formBodies(request.body) : jsonBodies(JSON.parse(request.body));
  const separator = request.path.includes('?') ? '&' : '?';
  return [
    ...longHeaders.map((headers) => ({ ...request, headers: { ...request.headers, ...headers } })),
    ...['a=1&'.repeat(3_000), `q=${'%CC%81'.repeat(2_000)}`].map((query) => ({
      ...request,
      path: request.path + separator + query,
    })),
    ...bodies.map((body) => ({ ...request, body })),
  ];
}

function jsonBodies(legal: unknown): string[] {
  const members = Object.entries(Object(legal)).slice(0, 4);
  const swollen = members.flatMap(([name, value]) =>
    [marks(400_000), swell(value)].map((large) => JSON.stringify({ ...Object(legal), [name]: large })),
  );
  return [
    ...swollen,
    JSON.stringify({ ...Object(legal), ...Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`m${index}`, 1])) }),
    `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
    '{"a":'.repeat(200_000),
    '9'.repeat(1_000_000),
    `"${'\\u0301'.repeat(150_000)}"`,
    ' '.repeat(maxBytes.json + 1),
  ];
}

function formBodies(legal: string): string[] {
  return [
    `${legal}&scope=${'%CC%81'.repeat(15_000)}`,
    'a=1&'.repeat(25_000),
    'grant_type=password&'.repeat(900),
    `${legal}&${'%'.repeat(90_000)}`,
    ' '.repeat(maxBytes.form + 1),
  ];
}

/** A letter with so many marks of two classes in the wrong order. */
const marks = (count: number) => `е${'\u0301\u0316'.repeat(count / 2)}`;

/** A list of very many, a very long text. */
const swell = (value: unknown) =>
  Array.isArray(value) ? Array.from({ length: 200_000 }, () => 0) : ' '.repeat(500_000) + 'x'.repeat(400_000);
